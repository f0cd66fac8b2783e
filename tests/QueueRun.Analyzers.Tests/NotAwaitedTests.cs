namespace QueueRun.Analyzers.Tests;

/// <summary>QR0080: sends, closes and pushes that are not awaited.</summary>
public class NotAwaitedTests
{
    [Theory]
    [InlineData("void M() { {|QR0080:socket.SendAsync(1)|}; }")]
    [InlineData("void M() => {|QR0080:socket.SendAsync(1)|};")]
    [InlineData("async Task M() { {|QR0080:socket.To(\"ann\").SendAsync(message: 1)|}; await Task.Yield(); }")]
    [InlineData("void M() { {|QR0080:socket.SendAsync(1)|}.AsTask(); {|QR0080:socket.SendAsync(2)|}.ConfigureAwait(false); ({|QR0080:socket.SendAsync(3)|}).Preserve(); }")]
    [InlineData("void M() { {|QR0080:socket.CloseAsync()|}; {|QR0080:socket.Connection.CloseAsync(reason: \"bye\")|}; }")]
    [InlineData("void M() { {|QR0080:queue.PushAsync(\"job\")|}; {|QR0080:queues.For(\"ann\").PushAsync(1)|}; }")]
    [InlineData("void M(ISocket? other) { other?{|QR0080:.SendAsync(1)|}; other?{|QR0080:.SendAsync(2)|}.AsTask(); }")]
    [InlineData("void M(bool a) { (a ? {|QR0080:socket.SendAsync(1)|} : {|QR0080:socket.SendAsync(2)|}).AsTask(); }")]
    [InlineData("void M(int a) { (a switch { 1 => {|QR0080:socket.SendAsync(1)|}, _ => {|QR0080:socket.SendAsync(2)|} }).AsTask(); }")]
    [InlineData("void M(List<int> list) { list.ForEach(x => {|QR0080:socket.SendAsync(x)|}); Action a = () => {|QR0080:socket.SendAsync(1)|}; a(); }")]
    [InlineData("void M() { Action a = delegate { {|QR0080:socket.SendAsync(1)|}; }; a(); }")]
    [InlineData("void M() { async Task L() { {|QR0080:socket.SendAsync(1)|}; await Task.Yield(); } _ = L(); }")]
    [InlineData("void M() { for (var i = 0; i < 3; {|QR0080:socket.SendAsync(i)|}) i++; }")]
    [InlineData("ISocket X { set => {|QR0080:value.SendAsync(1)|}; }")]
    [InlineData("void M(QueueRun.ISocket other) { if (other is { } s) {|QR0080:s.SendAsync<int>(1, default)|}; }")]
    public Task QR0080_what_is_dropped_is_lost(string member) => AssertAsync(member);

    [Theory]
    [InlineData("async Task M() { await socket.SendAsync(1); await socket.CloseAsync().ConfigureAwait(false); await queue.PushAsync(\"job\"); }")]
    [InlineData("void M() { _ = socket.SendAsync(1); _ = queues.PushAsync(1).AsTask(); }")]
    [InlineData("void M(ISocket? other) { _ = other?.SendAsync(1); }")]
    [InlineData("ValueTask<SendResult> M() => socket.SendAsync(1);")]
    [InlineData("Task M() { return socket.SendAsync(1).AsTask(); }")]
    [InlineData("ValueTask<SendResult> M(bool a) => a ? socket.SendAsync(1) : socket.SendAsync(2);")]
    [InlineData("async Task M() { var sent = socket.SendAsync(1); await sent; var all = new[] { socket.SendAsync(2).AsTask() }; await Task.WhenAll(all); }")]
    [InlineData("void M() { Task.WhenAny(socket.SendAsync(1).AsTask(), Task.Delay(1)); }")]
    [InlineData("void M() { Func<int, ValueTask<SendResult>> f = x => socket.SendAsync(x); Func<Task> g = async () => await socket.SendAsync(1); _ = f(1); _ = g(); }")]
    [InlineData("void M() { socket.SendAsync(1).GetAwaiter().OnCompleted(() => {}); socket.SendAsync(1).AsTask().ContinueWith(sent => {}); }")]
    [InlineData("void M() { socket.SendAsync(1).AsTask().Wait(); Console.WriteLine(socket.SendAsync(1).IsCompleted); }")]
    [InlineData("void M(Other other) { other.SendAsync(1); } internal class Other { internal ValueTask SendAsync(int x) => default; }")]
    public Task QR0080_what_somebody_has_in_hand_is_not(string member) => AssertAsync(member);

    [Fact]
    public Task QR0080_in_top_level_statements() => Analyzed.AssertProgramAsync("""
        var app = WebApplication.Create(args);
        app.MapPost("/a", (ISocket socket) => { {|QR0080:socket.SendAsync(1)|}; });
        app.MapPost("/b", (ISocket socket) => socket.SendAsync(1));
        {|QR0080:app.Services.GetRequiredService<ISockets>().To("ann").SendAsync(new { hello = 1 })|};
        """);

    private static Task AssertAsync(string member) => Analyzed.AssertAsync(
        $"#pragma warning disable CS4014\npartial class C(ISocket socket, IQueue<string> queue, IQueues queues) {{ internal (ISocket, IQueue<string>, IQueues) All => (socket, queue, queues); internal {member} }}");
}
