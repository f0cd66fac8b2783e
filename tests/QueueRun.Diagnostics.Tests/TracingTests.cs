using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Tests;

namespace QueueRun.Diagnostics.Tests;

/// <summary>One span per message, with its relations.</summary>
public class TracingTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = $"00-{TraceId}-00f067aa0ba902b7-01";

    [Fact]
    public async Task A_message_has_a_span_of_its_own_trace_linked_to_the_upgrade()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync("""{"do":"echo","secret":"s3cret"}""");
        await client.ReceiveAsync();
        await client.SendAsync("""{"do":"connection"}""");
        var connection = (await client.ReceiveAsync()).Text;

        var span = await spans.SingleAsync("do=echo");
        Assert.Equal((ActivityKind.Consumer, default, ActivityStatusCode.Unset), (span.Kind, span.ParentSpanId, span.Status));
        var upgrade = Assert.Single(spans.Requests);
        Assert.Equal(upgrade.Context, Assert.Single(span.Links).Context);
        Assert.NotEqual(upgrade.TraceId, span.TraceId);
        Assert.Equal(
            [
                "messaging.message.body.size=31", $"messaging.message.id={connection}:1", "messaging.operation.name=process",
                "messaging.operation.type=process", "messaging.system=queuerun", $"queuerun.connection.id={connection}", "queuerun.outcome=ok",
                "queuerun.route=do=echo",
            ],
            span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
        Assert.Empty(span.Events);
    }

    [Fact]
    public async Task A_handler_runs_inside_of_its_span_and_the_next_one_not()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsNobodyAsync();
        await client.SendAsync("""{"do":"activity"}""");
        var first = (await client.ReceiveAsync()).Text;
        await client.SendAsync("""{"do":"activity"}""");
        var second = (await client.ReceiveAsync()).Text;
        await Patience.EventuallyAsync(() => Task.FromResult(spans.Ended("do=activity")), ended => ended.Count == 2);
        Assert.Equal([first, second], spans.Ended("do=activity").Select(span => span.Id!));
        Assert.All(spans.Ended("do=activity"), span => Assert.Null(span.ParentId));
        Assert.NotNull(await spans.SingleAsync("_authenticate"));
    }

    [Theory]
    [InlineData($$"""{"do":"echo","traceparent":"{{Parent}}","tracestate":"vendor=1"}""")]
    [InlineData($$"""{"traceparent":"not the last of its name","do":"echo","traceparent":"{{Parent}}","tracestate":"vendor=1","more":[{}]}""")]
    public async Task A_message_that_names_its_senders_trace_belongs_to_it(string message)
    {
        var span = await SpanOfAsync(message);
        Assert.Equal((Parent, "vendor=1", true), (span.ParentId, span.TraceStateString, span.HasRemoteParent));
        Assert.Single(span.Links);
    }

    [Theory]
    [InlineData("""{"do":"echo","traceparent":"nonsense"}""")]
    [InlineData("""{"do":"echo","traceparent":{"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}}""")]
    [InlineData("""{"do":"echo","traceparent":["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]}""")]
    [InlineData("""{"do":"echo","more":{"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}}""")]
    [InlineData("""{"do":"echo","traceparent":"00-00000000000000000000000000000000-00f067aa0ba902b7-01"}""")]
    [InlineData("""{"do":"echo","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"}""")]
    [InlineData("""{"do":"echo","traceparent":"\ud800"}""")]
    [InlineData("""{"do":"echo","traceparent":null}""")]
    [InlineData("""{"do":"echo","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","traceparent":17}""")]
    public async Task A_message_that_names_none_begins_one(string message)
    {
        var span = await SpanOfAsync(message);
        Assert.Null(span.ParentId);
        Assert.NotEqual(TraceId, span.TraceId.ToHexString());
    }

    [Fact]
    public async Task Whoever_does_not_trust_his_clients_says_so_once_for_HTTP_and_for_messages()
    {
        var span = await SpanOfAsync($$"""{"do":"echo","traceparent":"{{Parent}}"}""", new TrustsNobody());
        Assert.Null(span.ParentId);
    }

    [Fact]
    public async Task A_failure_has_its_exceptions_type_and_not_its_words()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        foreach (var what in new[] { "fail", "told", "number" }) await client.SendAsync($$"""{"do":"{{what}}","number":null}""");

        var failed = await spans.SingleAsync("do=fail");
        Assert.Equal((ActivityStatusCode.Error, (string?)null), (failed.Status, failed.StatusDescription));
        Assert.Equal("System.InvalidOperationException", failed.GetTagItem("error.type"));
        Assert.Empty(failed.Events);
        Assert.DoesNotContain(failed.TagObjects, tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));

        // A client's mistake, or an error that is sent to it, is not an error of the server.
        var told = await spans.SingleAsync("do=told");
        Assert.Equal((ActivityStatusCode.Unset, "error"), (told.Status, told.GetTagItem("queuerun.outcome")));
        var misfit = await spans.SingleAsync("do=number");
        Assert.Equal((ActivityStatusCode.Unset, "invalid"), (misfit.Status, misfit.GetTagItem("queuerun.outcome")));
    }

    [Fact]
    public async Task A_timeout_ends_the_span_though_the_method_goes_on()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync("""{"do":"stay"}""");
        await server.HandlerWaitsAsync();
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await client.ExpectErrorAsync("timed out");
        var span = await spans.SingleAsync("do=stay");
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal(("timed_out", "timed_out"), (span.GetTagItem("error.type"), span.GetTagItem("queuerun.outcome")));
        server.OpenGate("stay");
    }

    [Fact]
    public async Task A_send_to_users_is_a_child_of_what_caused_it()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync("""{"do":"send","to":["ann","bob"]}""");
        var send = await spans.SingleAsync("send");
        var message = await spans.SingleAsync("[to]/do=send");
        Assert.Equal((ActivityKind.Producer, message.Id), (send.Kind, send.ParentId));
        Assert.Equal(
            [
                "messaging.operation.name=send", "messaging.operation.type=send", "messaging.system=queuerun", "queuerun.message.kind=text",
                "queuerun.send.offline=1", "queuerun.send.recipients=1",
            ],
            send.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_send_of_nobodys_trace_and_one_to_the_current_connection_have_no_span()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync("""{"do":"bytes","size":3}""");
        await client.ExpectBytesAsync(0, 0, 0);
        Assert.Null(Activity.Current);
        await server.Services.GetRequiredService<ISockets>().To("ann").SendAsync("hello", TestContext.Current.CancellationToken);
        await client.ExpectTextAsync("hello");
        await spans.SingleAsync("[size]/do=bytes");
        Assert.Empty(spans.Ended("send"));
    }

    [Fact]
    public async Task A_hook_is_called_for_the_user_and_belongs_to_no_request_and_no_message()
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync();
        await using var cookie = await server.ConnectAsync("user=ann");
        await using var token = await server.ConnectAsync();
        await token.SendAsync("""{"user":"bob"}""");
        await Patience.EventuallyAsync(() => Task.FromResult(server.Seen.Activities.Count), count => count == 2);
        Assert.Equal(2, spans.Requests.Count);
        Assert.Equal([null, null], [server.Seen.Activities["online ann"], server.Seen.Activities["online bob"]]);
    }

    [Fact]
    public async Task A_trace_that_is_not_sampled_is_passed_on_and_describes_nothing()
    {
        using Spans spans = new(ActivitySamplingResult.PropagationData);
        await using var server = await WatchedServer.StartAsync();
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync($$"""{"do":"activity","traceparent":"{{Parent}}"}""");
        Assert.StartsWith($"00-{TraceId}-", (await client.ReceiveAsync()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain((await spans.SingleAsync("do=activity")).TagObjects, tag => tag.Key == "queuerun.connection.id");
    }

    private static async Task<Activity> SpanOfAsync(string message, DistributedContextPropagator? propagator = null)
    {
        using Spans spans = new();
        await using var server = await WatchedServer.StartAsync(
            configure: builder => builder.Services.AddSingleton(propagator ?? DistributedContextPropagator.CreateDefaultPropagator()));
        await using var client = await server.ConnectAsync("user=ann");
        await client.SendAsync(message);
        return await spans.SingleAsync("do=echo");
    }

    private sealed class TrustsNobody : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
        }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
            => (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
