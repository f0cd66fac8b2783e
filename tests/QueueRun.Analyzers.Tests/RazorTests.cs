namespace QueueRun.Analyzers.Tests;

/// <summary>
/// QR0046, and QR0002 in Razor files: our generator does not see another generator's code. In Razor's code, <c>#line</c> names the source.
/// </summary>
public class RazorTests
{
    [Fact]
    public Task What_a_Razor_file_sends_has_no_writer() => Analyzed.AssertAsync("""
        class Panel(ISockets sockets)
        {
        #line 3 "Panel.razor"
            internal async Task M(string user) => await {|QR0046:sockets.To(user).SendAsync(new { text = "hi" })|};
        #line 9 "Index.cshtml"
            internal async Task N(string user) => await {|QR0046:sockets.To(user).SendAsync(new[] { 1, 2 })|};
        #line default
            internal async Task O(string user) => await sockets.To(user).SendAsync(new { text = "hi" });
        #line 5 "Panel.razor.cs"
            internal async Task P(string user) => await sockets.To(user).SendAsync(new { text = "hi" });
        }
        """);

    [Fact]
    public Task What_needs_no_writer_or_is_known_at_run_time_may_be_sent() => Analyzed.AssertAsync("""
        [SocketMessage("event", "said")] record Said(string Text);
        class Panel(ISockets sockets)
        {
        #line 3 "Panel.razor"
            internal async Task M(ISocket socket)
            {
                await socket.SendAsync("text");
                await socket.SendAsync(new byte[] { 1 });
                await socket.SendAsync(new Said("x"));
                await sockets.IsOnlineAsync("x");
            }
        }
        """);

    [Fact]
    public Task A_marked_method_in_a_Razor_file_is_never_found() => Analyzed.AssertAsync("""
        class Panel
        {
        #line 3 "Panel.razor"
            [SocketHandler("a=1")] internal static void {|QR0002:M|}() {}
            [OnOnline] internal static void {|QR0002:N|}() {}
            [QueueHandler] internal static void {|QR0002:O|}(string job) {}
            internal static void P() {}
            [Authenticate] internal static SocketUser? {|QR0002:R|}(string data) => null;
        }
        """);
}
