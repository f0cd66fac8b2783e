namespace QueueRun.Analyzers.Tests;

/// <summary>QR0101 and QR0082: a schedule's times, and its recipients.</summary>
public class ScheduleTests
{
    [Theory]
    [InlineData("\"0 {|QR0101:24|} * * *\"")]
    [InlineData("\"{|QR0101:60|} 0 9 * * 1-5\"")]
    [InlineData("@\"  0\t9 *  {|QR0101:13|} * \"")]
    [InlineData("\"0 9 * * {|QR0101:MOM|}\"")]
    [InlineData("\"0 9 * * {|QR0101:H|}\"")]
    [InlineData("\"{|QR0101:*/0|} 9 * * *\"")]
    [InlineData("\"0 9 {|QR0101:1W,2|} * *\"")]
    [InlineData("\"0 0 {|QR0101:30 2 *|}\"")]
    [InlineData("\"0 0 {|QR0101:1 * MON#5|}\"")]
    [InlineData("\"{|QR0101:* * * *|}\"")]
    [InlineData("\"{|QR0101:0 0 9 * * 1 2026|}\"")]
    [InlineData("\"{|QR0101:@daily|}\"")]
    [InlineData("\"{|QR0101:Daily|}\"")]
    [InlineData("\"{|QR0101:every day|}\"")]
    [InlineData("\"{|QR0101:  |}\"")]
    [InlineData("{|QR0101:\"\"|}")]
    [InlineData("{|QR0101:null!|}")]
    [InlineData("{|QR0101:\"0 9 * * 1\\0\"|}")]
    [InlineData("{|QR0101:\"0 25\\t* * *\"|}")]
    [InlineData("{|QR0101:Never|}")]
    [InlineData("expression: \"0 {|QR0101:-1|} * * *\"")]
    public Task QR0101_points_at_the_field(string argument) => AssertAsync(argument);

    [Theory]
    [InlineData("\"hourly\"")]
    [InlineData("\"daily\"")]
    [InlineData("\"weekly\"")]
    [InlineData("\"monthly\"")]
    [InlineData("\"0 9 * * 1-5\"")]
    [InlineData("\"*/10 * * * * ?\"")]
    [InlineData("\" 0\\t9 L-2 feb,Apr SUN \"")]
    [InlineData("\"0 0 29 2 *\"")]
    [InlineData("\"0 0 * * 5L\"")]
    [InlineData("\"0 0 LW * *\"")]
    [InlineData("\"0 22-4 15W * 1-5\"")]
    public Task QR0101_what_cron_knows_passes(string argument) => AssertAsync(argument);

    [Fact]
    public async Task Messages_say_what_is_wrong_and_where()
        => Assert.Equal(
            [
                "The schedule '0 24 * * *' is wrong: '24' cannot be the hour: a value is a number between 0 and 23",
                "The schedule '0 9 1x * *' is wrong: '1x' cannot be the day of month: the character 'x' is not expected",
                "The schedule 'H 9 * * *' is wrong: 'H' cannot be the minute: 'H', a time picked by chance, is not supported; write a number",
                "The schedule '0 0 30 2 *' is wrong: no day is ever the day of month '30' in the month '2' and the day of week '*'; change one of them",
                "The schedule '@daily' is wrong: write 'daily'",
                "The schedule '* * * *' is wrong: it has 4 fields; write hourly, daily, weekly, monthly, or five fields of cron: minute, hour, day of month, month, day of week (or six, the second before them)",
            ],
            await Analyzed.MessagesAsync("""
                static class C
                {
                    [ScheduleHandler("0 24 * * *")] internal static void A() {}
                    [ScheduleHandler("0 9 1x * *")] internal static void B() {}
                    [ScheduleHandler("H 9 * * *")] internal static void C1() {}
                    [ScheduleHandler("0 0 30 2 *")] internal static void D() {}
                    [ScheduleHandler("@daily")] internal static void E() {}
                    [ScheduleHandler("* * * *")] internal static void F() {}
                }
                """));

    [Fact]
    public Task QR0082_nobody_is_current() => Analyzed.AssertAsync("""
        static class C
        {
            [ScheduleHandler("daily")] internal static async Task A(ISocket socket, CancellationToken token)
            {
                await {|QR0082:socket.SendAsync("x", token)|};
                await {|QR0082:socket.CloseAsync()|};
                Func<ValueTask<SendResult>> later = () => {|QR0082:socket.SendAsync(new { x = 1 })|};
                await later();
            }
            [ScheduleHandler("daily")] internal static ValueTask<SendResult> B(ISocket socket) => {|QR0082:(socket).SendAsync("x")|};
        }
        """);

    [Theory]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) => await {|QR0082:s.Connection.SendAsync(1)|};")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) => await {|QR0082:(s!.Connection).Connection.CloseAsync()|};")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) { var mine = s.Connection; await {|QR0082:mine.SendAsync(1)|}; }")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) { ISocket? mine = s; await (mine is null ? default : {|QR0082:mine.SendAsync(1)|}); }")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M() => await {|QR0082:socket.SendAsync(1)|};")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M() { Console.WriteLine(socket); await {|QR0082:_socket.Connection.SendAsync(1)|}; await {|QR0082:this._socket.SendAsync(1)|}; }")]
    public Task QR0082_nobody_has_no_connection_either(string method) => Analyzed.AssertAsync(
        $"class C(ISocket socket) {{ private readonly ISocket _socket = socket; {method} internal object[] Keep() => [socket, _socket]; }}");

    [Theory]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) => await s.To(\"ann\").SendAsync(1);")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) { var ann = s.To(\"ann\"); await ann.SendAsync(1); await ann.Connection.SendAsync(1); }")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) { var them = s; them = s.To(\"ann\"); await them.SendAsync(1); }")]
    [InlineData("[QueueHandler] internal async Task M(string job) => await socket.SendAsync(job);")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M(ISocket s) { await To(s.To(\"ann\")); async Task To(ISocket one) => await one.SendAsync(1); }")]
    [InlineData("[ScheduleHandler(\"daily\")] internal async Task M() => await _other.SendAsync(1);")]
    public Task QR0082_whoever_is_named_may_be_sent_to(string method) => Analyzed.AssertAsync(
        $"class C(ISocket socket) {{ private ISocket _other = socket; {method} internal object[] Keep() => [socket, _other]; internal void Set(ISocket o) => _other = o; }}");

    [Fact]
    public Task QR0082_others_have_somebody() => Analyzed.AssertAsync("""
        record Mail(string Text);
        static class C
        {
            [ScheduleHandler("daily")] internal static async Task A(ISocket socket, ISockets sockets)
            {
                await socket.To("x").SendAsync("x");
                await sockets.To("x").CloseAsync();
                var to = socket.To("x");
                await to.SendAsync("x");
                await Help(socket);
                static async Task Local(ISocket other) => await other.SendAsync("x");
                await Local(socket.To("x"));
            }
            internal static async Task Help(ISocket socket) => await socket.SendAsync("x");
            [QueueHandler] internal static async Task B(Mail job, ISocket socket) => await socket.SendAsync(job);
            [SocketHandler] internal static async Task D(ISocket socket) => await socket.SendAsync("x");
        }
        """);

    private static Task AssertAsync(string argument)
        => Analyzed.AssertAsync($"class C {{ const string Never = \"0 0 31 4 *\"; [ScheduleHandler({argument})] internal static void M() {{}} }}");
}
