using System.Text.Json;

namespace QueueRun.Json.Tests;

/// <summary>Jobs: emitted code writes each when it is pushed, and reads it when it is done.</summary>
public class JobTests
{
    private const string Program = """
        record Mail(string To, List<Part?> Parts);
        record Part(int Size, Guid? Id);
        [SocketMessage("say")] record Say(string Text);
        enum Color { Red, Green }
        static class Jobs
        {
            private static TaskCompletionSource<object?> s_done = new();

            [QueueHandler] internal static void Mail(Mail job) => s_done.SetResult(job);
            [QueueHandler] internal static void Say(Say job) => s_done.SetResult(job);
            [QueueHandler] internal static void Numbers(Dictionary<string, int?> job) => s_done.SetResult(job);
            [QueueHandler] internal static void Number(int? job) => s_done.SetResult(job);
            [QueueHandler] internal static void Color(Color job) => s_done.SetResult(job);
            [QueueHandler] internal static void Text(string job) => s_done.SetResult(job);
            [QueueHandler] internal static void Bytes(byte[] job) => s_done.SetResult(job);
            [QueueHandler] internal static void Memory(ReadOnlyMemory<byte> job) => s_done.SetResult(job.ToArray());
            [QueueHandler] internal static void Element(JsonElement job) => s_done.SetResult(job);
            [QueueHandler] internal static void Document(JsonDocument job) => s_done.SetResult(job.RootElement.Clone());

            internal static async Task<object?> DoAsync<T>(T job)
            {
                s_done = new(TaskCreationOptions.RunContinuationsAsynchronously);
                var builder = Host.CreateEmptyApplicationBuilder(new());
                builder.Services.AddLogging();
                builder.Services.AddQueueRun();
                using var host = builder.Build();
                await host.StartAsync();
                await host.Services.GetRequiredService<IQueues>().PushAsync(job);
                var done = await s_done.Task.WaitAsync(TimeSpan.FromMinutes(1)); // a failing job would never complete it
                await host.StopAsync();
                return done;
            }

            internal static Task<object?> DoMail() => DoAsync(new Mail("ann", [new(1, Guid.Empty), null]));
            internal static Task<object?> DoSay() => DoAsync(new Say("hi"));
            internal static Task<object?> DoNumbers() => DoAsync(new Dictionary<string, int?> { ["a"] = 1, ["b"] = null });
            internal static Task<object?> DoNumber() => DoAsync<int?>(7);
            internal static Task<object?> DoColor() => DoAsync(global::Color.Green);
            internal static Task<object?> DoText() => DoAsync("text, not JSON");
            internal static Task<object?> DoBytes() => DoAsync(new byte[] { 0, 255 });
            internal static Task<object?> DoMemory() => DoAsync<ReadOnlyMemory<byte>>(new byte[] { 0, 255 });
            internal static Task<object?> DoElement() => DoAsync(JsonDocument.Parse("[1]").RootElement);
            internal static Task<object?> DoDocument() => DoAsync(JsonDocument.Parse("[1]"));
        }
        """;

    private readonly LoadedProgram _program = LoadedProgram.Of(Program);

    [Theory]
    [InlineData("DoMail", """{"to":"ann","parts":[{"size":1,"id":"00000000-0000-0000-0000-000000000000"},null]}""")]
    [InlineData("DoSay", """{"text":"hi"}""")]
    [InlineData("DoNumbers", """{"a":1,"b":null}""")]
    [InlineData("DoNumber", "7")]
    [InlineData("DoColor", "1")]
    [InlineData("DoText", "\"text, not JSON\"")]
    [InlineData("DoBytes", "\"AP8=\"")]
    [InlineData("DoMemory", "\"AP8=\"")]
    [InlineData("DoElement", "[1]")]
    [InlineData("DoDocument", "[1]")]
    public async Task A_job_arrives_as_it_was_pushed(string method, string expected)
    {
        var done = await (Task<object?>)_program.Call("Jobs", method)!;

        Assert.Equal(expected, JsonSerializer.Serialize(done, LoadedProgram.Reflected));
    }

    [Fact]
    public void What_is_stored_is_what_would_be_sent()
    {
        var say = _program.Assembly.GetType("Say")!;

        Assert.Equal("""{"type":"say","text":"hi"}""", _program.Write(say, Activator.CreateInstance(say, "hi")));
    }
}
