using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace QueueRun.Redis.Hosting;

/// <summary>
/// Reads the options from the configuration, and checks them. Written out, because binding by reflection does not work with Native AOT.
/// </summary>
internal sealed class RedisOptionRules(bool ownsConnection) : IValidateOptions<RedisOptions>
{
    private const string Section = "QueueRun:Redis";
    private const int MaxPrefixLength = 100;

    /// <summary>Sets the defaults that depend on the program, then what the configuration says.</summary>
    public static void Configure(RedisOptions options, IServiceProvider provider)
    {
        options.Prefix ??= provider.GetService<IHostEnvironment>()?.ApplicationName;
        if (provider.GetService<IConfiguration>()?.GetSection(Section) is not { } section || !section.Exists()) return;

        options.Configuration = section[nameof(options.Configuration)] ?? options.Configuration;
        options.Prefix = section[nameof(options.Prefix)] ?? options.Prefix;
        options.LeaseTime = Time(section, nameof(options.LeaseTime)) ?? options.LeaseTime;
        options.SendTimeout = Time(section, nameof(options.SendTimeout)) ?? options.SendTimeout;
        options.ConnectTimeout = Time(section, nameof(options.ConnectTimeout)) ?? options.ConnectTimeout;
        options.MaxPendingSize = Number(section, nameof(options.MaxPendingSize)) ?? options.MaxPendingSize;
        options.ReplayLength = Number(section, nameof(options.ReplayLength)) ?? options.ReplayLength;
    }

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        List<string> errors = [];
        if (ownsConnection)
        {
            try
            {
                RedisConnection.Parse(options.Configuration ?? "");
            }
            catch (ArgumentException error)
            {
                errors.Add(error.Message);
            }
        }

        Check(
            nameof(options.Prefix), options.Prefix is { Length: > 0 and <= MaxPrefixLength } prefix && prefix.AsSpan().IndexOfAny('{', '}') < 0,
            $"1 to {MaxPrefixLength} characters without braces");
        Check(nameof(options.LeaseTime), options.LeaseTime >= TimeSpan.FromSeconds(3) && options.LeaseTime <= TimeSpan.FromMinutes(5), "3 s to 5 min");
        Check(nameof(options.SendTimeout), options.SendTimeout >= TimeSpan.FromMilliseconds(100) && options.SendTimeout <= TimeSpan.FromSeconds(30), "100 ms to 30 s");
        Check(
            nameof(options.ConnectTimeout), options.ConnectTimeout >= TimeSpan.FromMilliseconds(100) && options.ConnectTimeout <= TimeSpan.FromMinutes(1),
            "100 ms to 1 min");
        Check(nameof(options.MaxPendingSize), options.MaxPendingSize is >= 64 << 10 and <= 1 << 30, "64 KiB to 1 GiB");
        Check(nameof(options.ReplayLength), options.ReplayLength is >= 0 and <= 1_000_000, "0 to 1,000,000");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string option, bool isValid, string range)
        {
            if (!isValid) errors.Add($"The QueueRun option Redis:{option} is out of range: it must be {range}.");
        }
    }

    private static TimeSpan? Time(IConfigurationSection section, string name)
    {
        if (section[name] is not { } text) return null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : throw Unreadable(section, name, text, "a time such as 00:00:15");
    }

    private static int? Number(IConfigurationSection section, string name)
    {
        if (section[name] is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable(section, name, text, "a whole number");
    }

    private static OptionsValidationException Unreadable(IConfigurationSection section, string name, string text, string expected)
        => new(section.Path, typeof(RedisOptions), [$"The QueueRun option Redis:{name} is '{text}': it must be {expected}."]);
}
