namespace QueueRun.Generators.Tests;

/// <summary>The emitted code for methods that do jobs.</summary>
public class JobEmissionTests
{
    [Fact]
    public void Jobs_are_called_with_what_they_ask_for()
    {
        var run = GeneratorRun.Of("""
            namespace My;
            record ChatMessage(string Room, string Text);
            class Rooms;
            sealed class Jobs(Rooms rooms, JobContext context) : IDisposable
            {
                [QueueHandler(TimeoutSeconds = 30)]
                internal Task<SendResult> ChatMessageAsync(ChatMessage job, string? userId, SocketUser? user, ISocket socket, CancellationToken token, [FromKeyedServices("k")] Rooms keyed)
                    => Task.FromResult(rooms is null || context is null ? default : new SendResult(0, []));
                [QueueHandler("raw.text")] internal static void Text([FromMessage] string text, ISocketUser user, JobContext job) {}
                [ScheduleHandler("0 9 * * 1-5", TimeZone = "Europe/Berlin", MissedRuns = MissedRuns.Skip, TimeoutSeconds = 0.5)]
                internal static Task Digest(ISocket socket, JobContext run, Rooms rooms) => Task.CompletedTask;
                [ScheduleHandler("hourly")] internal static void Hourly() {}
                public void Dispose() {}
            }
            """);
        Snapshot.Verify(run, "My.Jobs.Handlers.g.cs");
        Snapshot.Verify(run, "Handlers.g.cs");
    }

    [Theory]
    [InlineData("string job", "string", "call.Text()", false)]
    [InlineData("byte[] job", "byte[]", "call.Bytes()", false)]
    [InlineData("ReadOnlyMemory<byte> job", "global::System.ReadOnlyMemory<byte>", "call.Memory()", false)]
    [InlineData("JsonElement job", "global::System.Text.Json.JsonElement", "call.Element()", false)]
    [InlineData("JsonDocument job", "global::System.Text.Json.JsonDocument", "call.Document()", false)]
    [InlineData("JsonElement? job", "global::System.Text.Json.JsonElement?", "call.Json<global::System.Text.Json.JsonElement?>()", true)]
    [InlineData("int job", "int", "call.Json<int>()", true)]
    [InlineData("int? job", "int?", "call.Json<int?>()", true)]
    [InlineData("Guid job", "global::System.Guid", "call.Json<global::System.Guid>()", true)]
    [InlineData("Mail? job", "global::Mail", "call.Json<global::Mail>()", true)]
    [InlineData("Say data", "global::Say", "call.Json<global::Say>()", true)]
    [InlineData("Mail?[] job", "global::Mail[]", "call.Json<global::Mail?[]>()", true)]
    [InlineData("Dictionary<string, string?> job", "global::System.Collections.Generic.Dictionary<string, string>", "call.Json<global::System.Collections.Generic.Dictionary<string, string?>>()", true)]
    public void A_job_is_read_and_has_a_writer_where_the_runtime_has_none(string parameter, string type, string binding, bool hasWriter)
    {
        var run = GeneratorRun.Of($$"""
            record Mail(string Text);
            [SocketMessage("say")] record Say(string Text);
            static class C { [QueueHandler] internal static void M({{parameter}}) {} }
            """);
        Assert.Contains($" = {binding};", run.File("C.Handlers.g.cs"), StringComparison.Ordinal);
        var table = run.File("Handlers.g.cs");
        Assert.Contains($"module.Queue<{type}>(new QueueDescriptor", table, StringComparison.Ordinal);
        Assert.Equal(hasWriter, table.Contains("}, MessageWriters.Write_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Task M(string job) => null!;")]
    [InlineData("ValueTask M(string job) => default;")]
    [InlineData("SendResult M(string job) => default;")]
    [InlineData("Task<SendResult> M(string job) => null!;")]
    [InlineData("ValueTask<SendResult> M(string job) => default;")]
    public void What_may_be_returned_compiles(string method)
        => Assert.True(GeneratorRun.Of($"static class C {{ [QueueHandler] internal static {method} }}").HasFile("C.Handlers.g.cs"));

    [Theory]
    [InlineData("[QueueHandler] internal static void M() {}")]
    [InlineData("[QueueHandler] internal static int M(string job) => 1;")]
    [InlineData("[QueueHandler(\"a b\")] internal static void M(string job) {}")]
    [InlineData("[QueueHandler] internal static void M(object job) {}")]
    [InlineData("[QueueHandler] internal static void M(IComparable job) {}")]
    [InlineData("[QueueHandler] internal static void M(Memory<byte> job) {}")]
    [InlineData("[QueueHandler(TimeoutSeconds = 86401)] internal static void M(string job) {}")]
    [InlineData("[ScheduleHandler(\"0 24 * * *\")] internal static void M() {}")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static void M(string userId) {}")]
    [InlineData("[QueueHandler, ScheduleHandler(\"daily\")] internal static void M(string job) {}")]
    public void What_is_reported_is_left_out(string method)
    {
        var run = GeneratorRun.Of($"static class C {{ {method} }}");
        Assert.False(run.HasFile("C.Handlers.g.cs"));
        Assert.DoesNotContain(run.FileNames, file => file.StartsWith("Messages.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_may_be_a_job_as_well()
    {
        var run = GeneratorRun.Of("""
            record Mail(string Text);
            static class C { [SocketHandler, QueueHandler] internal static void M(Mail data, ISocket socket) {} }
            """);
        var table = run.File("Handlers.g.cs");
        Assert.Contains("module.Handler(", table, StringComparison.Ordinal);
        Assert.Contains("module.Queue<global::Mail>(", table, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_announces_its_queues()
    {
        var module = GeneratorRun.Of("""
            namespace My;
            static class Outer { internal record Mail(string Text); }
            static class C
            {
                [QueueHandler("z")] internal static void M(Outer.Mail job) {}
                [QueueHandler] internal static void Numbers(Dictionary<string, int?> job) {}
                [ScheduleHandler("daily")] internal static void N() {}
                [SocketHandler("a=b")] internal static void O() {}
            }
            """).File("Module.g.cs");
        Assert.Contains("""
            , Routes = new[]
            {
                "a=b",
            }, Queues = new[]
            {
                "My.C.N",
                "numbers System.Collections.Generic.Dictionary<string, int?>",
                "z My.Outer.Mail",
            })]
            """.ReplaceLineEndings("\n"), module, StringComparison.Ordinal);
    }
}
