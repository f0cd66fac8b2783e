namespace QueueRun.Json.Tests;

public class FirstTests
{
    [Fact]
    public void It_works()
    {
        var program = LoadedProgram.Of("""
            [SocketMessage("action", "say")] record Say(string Room, string Text);
            [SocketMessage("event", "said")] record Said(string Room, string From, string Text);
            record SignIn(string Name);
            static class Chat
            {
                [SocketHandler] internal static async Task Say(Say data, ISocket socket)
                {
                    await socket.SendAsync(new Said(data.Room, "x", data.Text));
                    await socket.SendAsync(new { @event = "hello", inner = new[] { new { x = 1 } } });
                }
                [Authenticate] internal static SocketUser? In(SignIn data) => null;
            }
            """);
        foreach (var file in program.Run.Files) File.WriteAllText("/tmp/out/" + file.HintName, file.SourceText.ToString());
        var said = program.Assembly.GetType("Said")!;
        Assert.Equal("""{"event":"said","room":"a","from":"b","text":"c"}""", program.Write(said, Activator.CreateInstance(said, "a", "b", "c")));
    }
}
