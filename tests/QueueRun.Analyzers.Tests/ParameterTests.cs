namespace QueueRun.Analyzers.Tests;

/// <summary>QR0020 to QR0023: what parameters are. The whole table of what is what is tested with the generator, which asks the same code.</summary>
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

    private static Task AssertAsync(string method) => Analyzed.AssertAsync($"{Types} class C {{ {method} }}");
}
