using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>The log's entries; clients and users cannot forge them.</summary>
public partial class LogTests
{
    /// <summary>Each room of the runtime has a hundred event ids.</summary>
    private static readonly Dictionary<string, int> s_rooms = new()
    {
        ["QueueRun.Connections"] = 100,
        ["QueueRun.Routing"] = 200,
        ["QueueRun.Presence"] = 300,
        ["QueueRun.Hosting"] = 400,
        ["QueueRun.Jobs"] = 500,
    };

    /// <summary>Text of the program's own or of QueueRun; all other text is a <see cref="LogText"/>.</summary>
    private static readonly string[] s_own = ["connectionId", "requestId", "jobId", "handler", "handlers", "hook", "schedule", "location", "answer", "reason"];

    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] s_entries =
    [
        .. typeof(ISocket).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .SelectMany(method => method.GetCustomAttributes<LoggerMessageAttribute>().Select(message => (method, message)))
            .OrderBy(entry => entry.message.EventId),
    ];

    [Fact]
    public void Every_entry_has_an_event_id_of_its_own_in_the_range_of_its_room()
    {
        Assert.NotEmpty(s_entries);
        Assert.Equal(s_entries.DistinctBy(entry => entry.Message.EventId), s_entries);
        Assert.All(s_entries, entry => Assert.InRange(
            entry.Message.EventId, s_rooms[entry.Method.DeclaringType!.Namespace!], s_rooms[entry.Method.DeclaringType.Namespace!] + 99));
    }

    [Fact]
    public void No_entry_takes_text_that_may_be_somebody_elses_as_it_is()
        => Assert.Empty(s_entries.SelectMany(entry => entry.Method.GetParameters()).Where(parameter => !IsSafe(parameter))
            .Select(parameter => $"{parameter.Member.DeclaringType}.{parameter.Member.Name}: {parameter}"));

    private static bool IsSafe(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type == typeof(string)
            ? s_own.Contains(parameter.Name)
            : type == typeof(LogText) || type == typeof(TimeSpan) || type == typeof(DateTimeOffset) || type.IsPrimitive || type.IsAssignableTo(typeof(Exception)) || type.IsAssignableTo(typeof(ILogger));
    }

    [Fact]
    public void The_page_lists_every_entry()
        => Assert.Equal(
            s_entries.Select(entry => (string[])
                [$"{entry.Message.EventId}", $"{entry.Message.Level}", $"`{Category(entry.Method)}`", InTable(entry.Message.Message)]),
            OperationsPage.Rows("Logs").Select(row => row[..4]));

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("Zoë 李 👋", "Zoë 李 👋")]
    [InlineData("ann\r\ninfo: all is well", @"ann\u000d\u000ainfo: all is well")]
    [InlineData("\u001b[2J\0\u0085\u2028\u2029\u007f", @"\u001b[2J\u0000\u0085\u2028\u2029\u007f")]
    [InlineData("admin\u202etxt.exe\u200b", @"admin\u202etxt.exe\u200b")]
    public void Text_of_others_begins_no_line_and_steers_no_terminal(string? text, string expected)
        => Assert.Equal(expected, new LogText(text).ToString());

    [Fact]
    public void Text_of_others_is_cut()
    {
        Assert.Equal(new string('x', 256) + "…", new LogText(new string('x', 100_000)).ToString());
        Assert.Equal(new string('x', 255) + "…", new LogText(new string('x', 255) + "👋").ToString());
    }

    [Fact]
    public async Task A_user_id_and_an_origin_are_clean_where_they_are_logged()
    {
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.SendJsonAsync(new { user = "angry\nerror: forged" });
        Assert.Equal(403, await server.UpgradeAsync(origin: "https://evil.example\u001b[31m"));
        var hook = await Patience.EventuallyAsync(() => Task.FromResult(Entry(300)), entry => entry is not null);
        Assert.Equal(@"QueueRun.Diagnostics.Tests.Program.Online failed for user angry\u000aerror: forged", hook!.Message);
        Assert.Equal(@"angry\u000aerror: forged", hook.StructuredState!.Single(pair => pair.Key == "UserId").Value);
        Assert.Contains(@"can name its origin, https://evil.example\u001b[31m.", Entry(408)!.Message, StringComparison.Ordinal);

        Microsoft.Extensions.Logging.Testing.FakeLogRecord? Entry(int id) => server.Logs.GetSnapshot().SingleOrDefault(entry => entry.Id.Id == id);
    }

    [Fact]
    public async Task No_entry_has_a_payload()
    {
        await using var server = await WatchedServer.StartAsync(configure: builder => builder.Logging.SetMinimumLevel(LogLevel.Trace));
        await using var client = await server.ConnectAsNobodyAsync();
        foreach (var what in new[] { "echo", "told", "number", "user", "nothing" })
            await client.SendAsync($$"""{"do":"{{what}}","number":"pay-load"}""");
        await client.SendAsync("pay-load");
        await client.SendAsync("""{"do":"wait","more":"pay-load"}""");
        await server.HandlerWaitsAsync();
        server.Time.Advance(TimeSpan.FromSeconds(11));
        await Patience.EventuallyAsync(() => Task.FromResult(server.Logs.GetSnapshot()), entries => entries.Any(entry => entry.Id.Id == 204));
        Assert.DoesNotContain(server.Logs.GetSnapshot(), entry => entry.ToString().Contains("pay-load", StringComparison.Ordinal));
    }

    private static string Category(MethodInfo method) => method.GetParameters()[0].ParameterType.GenericTypeArguments.Single().FullName!;

    private static string InTable(string message) => Placeholder().Replace(message, "*$1*");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
