using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Redis.Cluster;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Tests;

/// <summary>The metrics and the spans of several processes.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Commands = "queuerun.cluster.commands.duration";

    private readonly Events _events = new();
    private RedisServer _redis = null!;
    private Node _a = null!;
    private Node _b = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (await Node.StartAsync(_redis.Configuration, _events), await Node.StartAsync(_redis.Configuration, _events));
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task The_page_lists_every_instrument_with_its_kind_and_its_unit()
    {
        using Measurements meters = new(_a.Services.GetRequiredService<IMeterFactory>());
        var rows = (await File.ReadAllLinesAsync(Repository.PathOf("docs", "cluster.md"), TestContext.Current.CancellationToken))
            .Where(line => line.StartsWith("| `queuerun.cluster.", StringComparison.Ordinal))
            .Select(line => string.Join(" | ", line.Trim('|', ' ').Split(" | ").Take(3)));
        var instruments = meters.Instruments.Values.Where(instrument => instrument.Name.StartsWith("queuerun.cluster.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            instruments.Select(instrument => $"`{instrument.Name}` | {Kind(instrument)} | `{instrument.Unit}`").Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
        Assert.All(instruments, instrument => Assert.NotEmpty(instrument.Description!));
    }

    [Fact]
    public async Task The_time_of_commands_is_measured()
    {
        using Measurements meters = new(_a.Services.GetRequiredService<IMeterFactory>());
        await using var ann = await _b.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        for (var i = 0; i < 3; i++) Assert.True((await _a.SendAsync("ann", "hi")).IsComplete);
        Assert.True(await _a.IsOnlineAsync("ann"));
        var seen = await Patience.EventuallyAsync(
            () => Task.FromResult(meters.Read(Commands)), values => values.ContainsKey("command=beat outcome=ok") && values.ContainsKey("command=where outcome=ok"));
        Assert.Equal(3, seen["command=send outcome=ok"].Count);
        Assert.All(seen.Values.SelectMany(static values => values), seconds => Assert.InRange(seconds, double.Epsilon, Patience.Limit.TotalSeconds));
        Assert.Equal(
            [(Commands, "`queuerun.cluster.command`, `queuerun.outcome`")], meters.Attributes.Keys.Where(static measured => measured.Instrument == Commands));

        await _redis.KillAsync();
        await Patience.EventuallyAsync(() => Task.FromResult(meters.Read(Commands)), values => values.ContainsKey("command=beat outcome=failed"));
        await _redis.StartAsync();
    }

    [Theory]
    [InlineData("user")]
    [InlineData("room")]
    [InlineData("all")]
    public async Task A_delivery_by_another_process_is_linked_to_its_send(string to)
    {
        using Spans spans = new();
        await using var ann = await _b.ConnectAsync("ann");
        await ann.SendJsonAsync(new { test = "join", room = "lobby" });
        await ann.ExpectTextAsync("joined lobby");
        using (var cause = Cause(isRecorded: true))
        {
            await SendAsync(to);
            await ann.ExpectTextAsync("hi");
            var sent = await Patience.EventuallyAsync(() => Task.FromResult(Of(cause, "send")), static found => found.Length == 1);
            var delivery = (await Patience.EventuallyAsync(() => Task.FromResult(Of(cause, "deliver")), static found => found.Length > 0)).Single();
            Assert.Equal((ActivityKind.Consumer, sent[0].SpanId), (delivery.Kind, delivery.ParentSpanId));
            var link = Assert.Single(delivery.Links).Context;
            Assert.Equal((sent[0].TraceId, sent[0].SpanId, "vendor=1", true), (link.TraceId, link.SpanId, link.TraceState, link.IsRemote));
            Assert.Equal(
                ["messaging.operation.name=deliver", "messaging.operation.type=process", "messaging.system=queuerun", "queuerun.message.kind=text", "queuerun.send.recipients=1"],
                delivery.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
        }

        Activity[] Of(Activity cause, string name) => [.. spans.Ended(name).Where(span => span.TraceId == cause.TraceId)];
    }

    [Fact]
    public async Task A_trace_is_a_message_of_its_own_and_only_where_spans_are_listened_to()
    {
        await using var ann = await _b.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        using (Cause(isRecorded: true)) await SendAsync("user");
        var untraced = await MessagesAsync();
        Assert.Equal("S", Kinds(untraced));

        using (new Spans(ActivitySamplingResult.PropagationData)) // a trace that is not recorded
        using (Cause(isRecorded: false))
        {
            await SendAsync("user");
        }

        using (new Spans())
        {
            await SendAsync("user"); // outside a trace
            using (Cause(isRecorded: true)) await SendAsync("user");
        }

        // What a process reads that knows no traces is byte for byte what it was without one.
        var all = await MessagesAsync();
        Assert.Equal("SSSNS", Kinds(all));
        Assert.All(all.Where(static message => message.Body.Span[1] == 'S'), message => Assert.Equal(untraced[0].Body.ToArray(), message.Body.ToArray()));

        static string Kinds(IReadOnlyList<InboundMessage> messages) => string.Concat(messages.Select(static message => (char)message.Body.Span[1]));
    }

    [Fact]
    public async Task A_kind_of_message_that_is_not_known_is_passed_over_and_logged_once()
    {
        using var logs = new Logs();
        await using var old = await Node.StartAsync(_redis.Configuration, _events, logs: logs);
        await using var ann = await old.ConnectAsync("ann");
        await ann.ExpectNothingAsync();
        var store = _a.Services.GetRequiredService<IClusterStore>();
        for (var i = 0; i < 3; i++) await store.SendToRoomAsync(await ProcessWithAsync("bob", _a), 'Z', Encoding.UTF8.GetBytes("of a newer version"), default, null);
        await SendAsync("user");
        await ann.ExpectTextAsync("hi");
        Assert.Single(logs.Find("A message of the unknown kind 'Z' was passed over").Split("\n\n"));
        Assert.Equal("", logs.Find("could not be handled"));
    }

    [Fact]
    public void A_trace_belongs_to_the_message_after_it_alone()
    {
        var trace = new SentTrace();
        Assert.Equal(default, trace.Of(0));
        trace.Announce(5, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "");
        Assert.Equal(default, trace.Of(6)); // the fifth was lost
        Assert.Equal("00f067aa0ba902b7", trace.Of(5).SpanId.ToHexString());
        trace.Announce(7, "00-not-a-trace", "vendor=1");
        Assert.Equal(default, trace.Of(7));
    }

    private static Activity Cause(bool isRecorded)
    {
        var cause = new Activity("cause") { ActivityTraceFlags = isRecorded ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, TraceStateString = "vendor=1" };
        return cause.SetIdFormat(ActivityIdFormat.W3C).Start();
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" => "counter",
        "ObservableUpDownCounter" => "up-down counter",
        var other => other,
    };

    private Task<SendResult> SendAsync(string to) => to switch
    {
        "user" => _a.SendAsync("ann", "hi"),
        "room" => _a.SendToRoomAsync("lobby", "hi"),
        _ => _a.SendToAllAsync("hi"),
    };

    /// <summary>The messages to the process that has the user ann.</summary>
    private async Task<IReadOnlyList<InboundMessage>> MessagesAsync()
    {
        var process = (await _b.Services.GetRequiredService<IClusterStore>().WhereAsync(["ann"]))[0]!.Home;
        return await _b.Services.GetRequiredService<IClusterStore>().ReplayAsync(process, 0);
    }

    /// <summary>The id of a process, which is the home of a user who connects there.</summary>
    private static async Task<string> ProcessWithAsync(string userId, Node node)
    {
        await using var device = await node.ConnectAsync(userId);
        await device.ExpectNothingAsync();
        return (await node.Services.GetRequiredService<IClusterStore>().WhereAsync([userId]))[0]!.Home;
    }
}
