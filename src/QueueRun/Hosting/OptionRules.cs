using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using QueueRun.Wire;

namespace QueueRun.Hosting;

/// <summary>
/// One row for each option: how it is read from the configuration, and which values it may have. Written out, because binding by
/// reflection does not work with Native AOT.
/// </summary>
internal sealed class OptionRules : IValidateOptions<QueueRunOptions>
{
    public const string Section = "QueueRun";

    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private static readonly Rule[] Rules =
    [
        Time(nameof(QueueRunOptions.DefaultTimeout), o => o.DefaultTimeout, (o, v) => o.DefaultTimeout = v, OneMillisecond, TimeSpan.FromMinutes(15)),
        Size(nameof(QueueRunOptions.MaxMessageSize), o => o.MaxMessageSize, (o, v) => o.MaxMessageSize = v, 1, 1 << 30),
        Size(nameof(QueueRunOptions.MaxOutboxSize), o => o.MaxOutboxSize, (o, v) => o.MaxOutboxSize = v, 1024, 1 << 30),
        Time(nameof(QueueRunOptions.KeepAliveInterval), o => o.KeepAliveInterval, (o, v) => o.KeepAliveInterval = v, TimeSpan.FromSeconds(1), OneDay),
        Time(nameof(QueueRunOptions.KeepAliveTimeout), o => o.KeepAliveTimeout, (o, v) => o.KeepAliveTimeout = v, TimeSpan.FromSeconds(1), OneDay),
        Time(nameof(QueueRunOptions.AuthenticationTimeout), o => o.AuthenticationTimeout, (o, v) => o.AuthenticationTimeout = v, OneMillisecond, OneHour),
        Size(nameof(QueueRunOptions.MaxConnectionsPerUser), o => o.MaxConnectionsPerUser, (o, v) => o.MaxConnectionsPerUser = v, 1, 1_000_000),
        Size(nameof(QueueRunOptions.MaxRoomsPerUser), o => o.MaxRoomsPerUser, (o, v) => o.MaxRoomsPerUser = v, 1, 1_000_000),
        Size(nameof(QueueRunOptions.MaxUnauthenticatedConnections), o => o.MaxUnauthenticatedConnections, (o, v) => o.MaxUnauthenticatedConnections = v, 1, 10_000_000),
        Size(nameof(QueueRunOptions.MaxMessagesPerSecond), o => o.MaxMessagesPerSecond, (o, v) => o.MaxMessagesPerSecond = v, 1, 1_000_000),
        Size(nameof(QueueRunOptions.MaxConcurrentCalls), o => o.MaxConcurrentCalls, (o, v) => o.MaxConcurrentCalls = v, 1, 1000),
        Time(nameof(QueueRunOptions.OfflineDelay), o => o.OfflineDelay, (o, v) => o.OfflineDelay = v, TimeSpan.Zero, OneDay),
        Time(nameof(QueueRunOptions.JobTimeout), o => o.JobTimeout, (o, v) => o.JobTimeout = v, OneMillisecond, OneDay),
        Size(nameof(QueueRunOptions.MaxConcurrentJobs), o => o.MaxConcurrentJobs, (o, v) => o.MaxConcurrentJobs = v, 0, 10_000),
        Size(nameof(QueueRunOptions.MaxWaitingJobs), o => o.MaxWaitingJobs, (o, v) => o.MaxWaitingJobs = v, 1, 100_000_000),
        Size(nameof(QueueRunOptions.MaxJobSize), o => o.MaxJobSize, (o, v) => o.MaxJobSize = v, 1, 1 << 28),
        Size(nameof(QueueRunOptions.MaxAttempts), o => o.MaxAttempts, (o, v) => o.MaxAttempts = v, 1, 100),
        Time(nameof(QueueRunOptions.RetryDelay), o => o.RetryDelay, (o, v) => o.RetryDelay = v, OneMillisecond, OneDay),
        Time(nameof(QueueRunOptions.MaxRetryDelay), o => o.MaxRetryDelay, (o, v) => o.MaxRetryDelay = v, OneMillisecond, 7 * OneDay),
        Time(nameof(QueueRunOptions.FailedJobRetention), o => o.FailedJobRetention, (o, v) => o.FailedJobRetention = v, TimeSpan.FromMinutes(1), 3660 * OneDay),
        Time(nameof(QueueRunOptions.ShutdownTimeout), o => o.ShutdownTimeout, (o, v) => o.ShutdownTimeout = v, TimeSpan.Zero, OneHour),
        Flag(nameof(QueueRunOptions.CloseOnExpiration), (o, v) => o.CloseOnExpiration = v),
        Flag(nameof(QueueRunOptions.EnableCompression), (o, v) => o.EnableCompression = v),
        Flag(nameof(QueueRunOptions.EndRequestAfterUpgrade), (o, v) => o.EndRequestAfterUpgrade = v),
        Flag(nameof(QueueRunOptions.DetailedErrors), (o, v) => o.DetailedErrors = v),
        List(nameof(QueueRunOptions.AllowedOrigins), o => o.AllowedOrigins, "origin", CheckOrigins),
        List(nameof(QueueRunOptions.SubProtocols), o => o.SubProtocols, "subprotocol", CheckSubProtocols),
        new(nameof(QueueRunOptions.UserId), (_, _) => null, o => o.UserId is null ? "null: a delegate is needed" : null),
    ];

    /// <param name="Name">The option's name.</param>
    /// <param name="Bind">Reads the option from its section; returns the error in the configured value, or null.</param>
    /// <param name="Check">Returns the error in the option's value, or null.</param>
    private sealed record Rule(string Name, Func<QueueRunOptions, IConfigurationSection, string?> Bind, Func<QueueRunOptions, string?> Check);

    /// <summary>Sets the options that the section names.</summary>
    /// <exception cref="OptionsValidationException">A value cannot be read.</exception>
    public static void Bind(QueueRunOptions options, IConfigurationSection section)
    {
        string[] errors = [.. Rules.Where(rule => section.GetSection(rule.Name).Exists())
            .Select(rule => Text(rule.Name, rule.Bind(options, section.GetSection(rule.Name)))).OfType<string>()];
        if (errors.Length > 0) throw new OptionsValidationException(Section, typeof(QueueRunOptions), errors);
    }

    public ValidateOptionsResult Validate(string? name, QueueRunOptions options)
    {
        string[] errors = [.. Rules.Select(rule => Text(rule.Name, rule.Check(options))).OfType<string>()];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string? Text(string name, string? wrong) => wrong is null ? null : $"The QueueRun option {name} is {wrong}.";

    private static Rule Size(string name, Func<QueueRunOptions, int?> get, Action<QueueRunOptions, int> set, int min, int max)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {min} to {max}");
        return new(
            name,
            (options, section) =>
            {
                if (!int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return $"\"{section.Value}\": {range}";
                set(options, value);
                return null;
            },
            options => get(options) is { } value && (value < min || value > max) ? string.Create(CultureInfo.InvariantCulture, $"{value}: {range}") : null);
    }

    private static Rule Time(string name, Func<QueueRunOptions, TimeSpan> get, Action<QueueRunOptions, TimeSpan> set, TimeSpan min, TimeSpan max)
    {
        var range = $"it must be a time from {min:c} to {max:c}";
        return new(
            name,
            (options, section) =>
            {
                if (!TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out var value)) return $"\"{section.Value}\": {range}";
                set(options, value);
                return null;
            },
            options => get(options) is var value && (value < min || value > max) ? $"{value:c}: {range}" : null);
    }

    private static Rule Flag(string name, Action<QueueRunOptions, bool> set) => new(
        name,
        (options, section) =>
        {
            if (!bool.TryParse(section.Value, out var value)) return $"\"{section.Value}\": it must be true or false";
            set(options, value);
            return null;
        },
        _ => null);

    private static Rule List(string name, Func<QueueRunOptions, IList<string>> get, string element, Func<QueueRunOptions, string?> check) => new(
        name,
        (options, section) =>
        {
            if (section.Value is { Length: > 0 } value) return $"\"{value}\": it must be a list, one {element} an entry ({Section}:{name}:0, …)";

            foreach (var entry in section.GetChildren()) get(options).Add(entry.Value ?? "");
            return null;
        },
        check);

    private static string? CheckOrigins(QueueRunOptions options)
        => options.AllowedOrigins.FirstOrDefault(origin => !Origin.IsWellFormed(origin)) is { } wrong
            ? $"\"{wrong}\": each must be an origin like https://example.com, http://localhost:5173 or capacitor://localhost, or *"
            : null;

    private static string? CheckSubProtocols(QueueRunOptions options)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in options.SubProtocols)
        {
            if (!Handshake.IsToken(name)) return $"\"{name}\": each must be a name of letters, digits and !#$%&'*+-.^_`|~";
            if (!seen.Add(name)) return $"\"{name}\": each name may appear only once";
        }

        return null;
    }
}
