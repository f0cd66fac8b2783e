namespace QueueRun.Analyzers.Tests;

/// <summary>QR0020 to QR0023: the sources of parameters. The whole table is tested with the generator, which uses the same code.</summary>
public class ParameterTests
{
    private const string Types = """
        using Microsoft.AspNetCore.Mvc;
        [SocketMessage("say")] record Say(string Text);
        record Plain(int X);
        class Rooms;

        """;

    [Theory]
    [InlineData("[SocketHandler] internal static void M([FromMessage] Plain a, [FromMessage] Plain {|QR0020:b|}) {}")]
    [InlineData("[SocketHandler] internal static void M(Say say, JsonElement {|QR0020:b|}) {}")]
    [InlineData("[Authenticate] internal static SocketUser? M(JsonElement a, byte[] {|QR0020:b|}) => null;")]
    public Task QR0020_one_message_is_enough(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[SocketHandler] internal static void M([FromMessage] Plain a, [FromServices] Plain b) {}")]
    [InlineData("[SocketHandler] internal static void M(Say say, Rooms data) {}")]
    public Task QR0020_services_are_no_messages(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[SocketHandler] internal static void M(Plain {|QR0021:a|}, int {|QR0021:b|}) {}")]
    [InlineData("[SocketHandler(\"a=b\")] internal static void M(string {|QR0021:room|}) {}")]
    [InlineData("[OnOnline] internal static void M(int {|QR0021:count|}) {}")]
    [InlineData("[OnConnect] internal static void M(string {|QR0021:name|}) {}")]
    public Task QR0021_nothing_is_guessed(string method) => AssertAsync(method);

    [Fact]
    public Task QR0021_nor_in_constructors()
        => Analyzed.AssertAsync(Types + "class C(int {|QR0021:count|}, Say {|QR0021:say|}, Rooms rooms) { [SocketHandler] internal void M() { _ = count; _ = say; _ = rooms; } }");

    [Theory]
    [InlineData("[SocketHandler] internal static void M([FromMessage] Plain a, [FromServices] Plain b, Rooms c) {}")]
    [InlineData("[SocketHandler(\"a=b/[room]\")] internal static void M(string room) {}")]
    [InlineData("[OnConnect] internal static void M(HttpContext context, Rooms rooms) {}")]
    public Task QR0021_what_is_said_is_understood(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[SocketHandler] internal static void M(ref Plain {|QR0022:data|}) {}")]
    [InlineData("[SocketHandler] internal static void M(ReadOnlySpan<byte> {|QR0022:data|}, HttpRequest {|QR0022:request|}) {}")]
    [InlineData("[OnOffline] internal static void M(System.Net.WebSockets.WebSocket {|QR0022:socket|}) {}")]
    [InlineData("enum Key { A } [SocketHandler] internal static void M([FromKeyedServices(Key.A)] Rooms {|QR0022:rooms|}) {}")]
    [InlineData("class Key; [SocketHandler] internal static void M([FromKeyedServices(typeof(Key[]))] Rooms {|QR0022:rooms|}, [FromKeyedServices(new[] { 1 })] Rooms {|QR0022:more|}) {}")]
    public Task QR0022_some_things_cannot_be_passed(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[SocketHandler] internal static void M(ReadOnlyMemory<byte> data, HttpContext context) {}")]
    [InlineData("[SocketHandler] internal static void M(params byte[] data) {}")]
    public Task QR0022_others_can(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[SocketHandler({|QR0023:\"[userId]\"|})] internal static void M() {}")]
    [InlineData("[SocketHandler({|QR0023:\"a=b/[userId]\"|})] internal static void M(string userId) {}")]
    public Task QR0023_userId_is_taken(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[SocketHandler(\"[user]/[id]\")] internal static void M(string user, Guid id) {}")]
    [InlineData("[SocketHandler(\"userId=1\")] internal static void M(string userId) {}")]
    public Task QR0023_other_names_are_free(string method) => AssertAsync(method);

    [Fact]
    public async Task A_message_names_the_thing_and_the_cure()
        => Assert.Equal(
            ["Cannot tell what 'a' of type 'Plain' is: mark it [FromMessage] if it is the message, or [FromServices] if it is a service"],
            await Analyzed.MessagesAsync(Types + "class C { [SocketHandler] internal static void M(Plain a) {} }"));

    [Theory]
    [InlineData("[SocketHandler(\"action=enter/[room]\")] internal static void M(string roomId) {}", "'roomId' of type 'string' is: did you mean 'room', which the route names? Call the parameter 'room', or write '[roomId]' in the route")]
    [InlineData("[SocketHandler(\"action=enter/[Room]\")] internal static void M(string room) {}", "did you mean 'Room', which")]
    [InlineData("[SocketHandler(\"action=enter/[rooom?]\")] internal static void M(int room) {}", "did you mean 'rooom', which")]
    [InlineData("[SocketHandler(\"action=enter/[room]/[name]\")] internal static void M(string room, string nam) {}", "did you mean 'name', which")]
    [InlineData("[SocketHandler(\"action=enter/[room]\")] internal static void M(string room, string roomId) {}", "'roomId' of type 'string' is: add '/[roomId]' to the route if it is a property of the message")]
    [InlineData("[SocketHandler(\"action=add\")] internal static void M(int a) {}", "add '/[a]' to the route if it is a property of the message")]
    [InlineData("[SocketHandler(\"room=lobby\")] internal static void M(string room) {}", "it is always 'lobby' here, as the route says; remove the parameter, or write '[room]' in the route to take any value")]
    [InlineData("[SocketHandler] internal static void M(Say say, int count) {}", "'say' is the message; take the value from there, or write [SocketHandler(\"[count]\")] if it is a property beside it")]
    [InlineData("[SocketHandler] internal static void M(Say say, Plain plain) {}", "'say' is the message; take the value from there, or mark this one [FromServices] if it is a service")]
    [InlineData("[SocketHandler] internal static void M(int[] all) {}", "mark it [FromMessage] if it is the message, or write [SocketHandler(\"[all]\")] if it is a property of it")]
    [InlineData("[SocketHandler(\"a=b\")] internal static void M(Func<int> f) {}", "'f' of type 'Func<int>' is: mark it [FromServices] if it is a service")]
    [InlineData("[SocketHandler(\"a=b\")] internal static void M(IEnumerable<Func<int>> all) {}", "mark it [FromServices] if it is a service")]
    [InlineData("[SocketHandler(\"a=b\")] internal static void M(DateTimeKind? kind, KeyValuePair<int, int> pair) {}", "mark it [FromMessage] if it is the message")]
    [InlineData("[OnOnline] internal static void M(int count) {}", "only services can be passed here; take the value from one, such as IOptions<T>")]
    [InlineData("[ScheduleHandler(\"hourly\")] internal static void M(int count) {}", "a scheduled run brings no data; remove it")]
    public async Task QR0021_names_what_was_probably_meant(string method, string cure)
        => Assert.Contains($": {cure.Split(" is: ")[^1]}", (await Analyzed.MessagesAsync($"{Types} class C {{ {method} }}")).Last(), StringComparison.Ordinal);

    [Fact]
    public async Task QR0021_names_all_properties_that_the_route_lacks()
    {
        var messages = await Analyzed.MessagesAsync(Types + "class C { [SocketHandler(\"action=add\")] internal static int Add(int a, string b, Rooms rooms) => a; }");
        Assert.Equal(2, messages.Count());
        Assert.All(messages, message => Assert.EndsWith(": add '/[a]/[b]' to the route if they are properties of the message", message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[SocketHandler(\"a=b/[count?]\")] internal static void M(int {|QR0023:count|}) {}")]
    [InlineData("[SocketHandler(\"a=b/[room?]\")] internal static void M(string {|QR0023:room|}) {}")]
    public Task QR0023_what_may_be_missing_may_be_null_or_has_a_default(string method) => AssertAsync(method);

    [Fact]
    public async Task QR0023_says_how()
        => Assert.Equal(
            ["The route's property 'count' cannot be given: it may be missing, and 'int count' always has a value; make it 'int?', give it a default value, or write '[count]' if the property must be present"],
            await Analyzed.MessagesAsync("class C { [SocketHandler(\"a=b/[count?]\")] internal static void M(int count) {} }"));

    [Theory]
    [InlineData("class C { [SocketHandler] internal static void {|QR0002:M|}<T>(T data, ref int x, int a) {} }")]
    [InlineData("static class C { [SocketHandler] internal static void {|QR0002:M|}(this int a, string b) {} }")]
    [InlineData("interface I { void M(int a, in int b); } class C : I { [SocketHandler] void I.{|QR0002:M|}(int a, in int b) {} }")]
    [InlineData("class C { internal int P { get => 1; [SocketHandler] {|QR0002:set|} { } } }")]
    [InlineData("class C { [OnOnline] internal static void {|QR0002:M|}<T>(T a, int b) {} }")]
    public Task QR0002_is_said_alone(string program) => Analyzed.AssertAsync(program);

    [Fact]
    public async Task QR0002_calls_things_by_their_names()
        => Assert.Equal(
            [
                "'C.P.get' cannot be a handler: it is not an ordinary method; move the code to one",
                "'Local' cannot be a handler: it is a local function; make it a method of a class",
                "'lambda expression' cannot be a handler: it is a lambda expression; make it a method of a class",
            ],
            await Analyzed.MessagesAsync("""
                class C
                {
                    internal int P { [SocketHandler] get => 1; }
                    internal void Q()
                    {
                        [SocketHandler] void Local(int a) { }
                        Local(1);
                        Action<int> f = [SocketHandler] (int a) => { };
                        f(1);
                    }
                }
                """));

    private static Task AssertAsync(string method) => Analyzed.AssertAsync($"{Types} class C {{ {method} }}");
}
