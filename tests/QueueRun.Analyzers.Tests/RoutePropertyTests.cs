namespace QueueRun.Analyzers.Tests;

/// <summary>QR0024: a property of a route that nothing uses.</summary>
public class RoutePropertyTests
{
    private const string Types = """
        using System.Text.Json.Serialization;
        using Handler = QueueRun.SocketHandlerAttribute;
        record Enter(string Room);
        record Renamed([property: JsonPropertyName("room")] string Place);
        record Other(int X);
        record Rest(int X) { [JsonExtensionData] public Dictionary<string, JsonElement>? More { get; set; } }
        [SocketMessage("action", "say")] record Say(string Text);

        """;

    [Theory]
    [InlineData("[SocketHandler(\"[{|QR0024:room|}]/action=enter\")] internal static void M(SocketUser user) {}")]
    [InlineData("[QueueRun.SocketHandlerAttribute(\"action=enter/[{|QR0024:room|}]/[{|QR0024:id|}]\")] internal static string M() => \"entered\";")]
    [InlineData("[Handler(@\"a='x/[room]'/[{|QR0024:room|}]\")] internal static void M() {}")]
    [InlineData("[SocketHandler({|QR0024:Route|})] internal static void M() {} const string Route = \"a=b/[room]\";")]
    [InlineData("[SocketHandler(\"a=b/[id]/[{|QR0024:room|}]\")] internal void M(int id) {}")]
    [InlineData("[SocketHandler(\"a=b/[{|QR0024:room|}]\")] internal static void M([FromMessage] Other other) {}")]
    [InlineData("[SocketHandler(\"[{|QR0024:room|}]\")] internal static void M(Say say) {}")]
    [InlineData("[SocketHandler(\"a=b/[{|QR0024:event|}]\")] internal static void M(HttpContext context) {}")]
    [InlineData("[SocketHandler(\"a=b/[{|QR0024:count|}?]\")] internal static void M() {}")]
    [InlineData("[SocketHandler(\"[{|QR0024:count|}?]/[room]\")] internal static void M(string room) {}")]
    [InlineData("[SocketHandler(\"a=b/[{|QR0024:count|}?]\")] internal static void M([FromMessage] Other other) {}")]
    public Task QR0024_nothing_uses_it(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M(string room) {}")]
    [InlineData("[SocketHandler(\"[event]/action=enter\")] internal static void M(int @event) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M([FromMessage] Enter enter) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M([FromMessage] Renamed renamed) {}")]
    [InlineData("[SocketHandler(\"[ROOM]/action=enter\")] internal static void M([FromMessage] Enter enter) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M([FromMessage] Rest rest) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M([FromMessage] Dictionary<string, string> all) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M(JsonElement data) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M(JsonDocument data) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M([FromMessage] System.Text.Json.Nodes.JsonObject data) {}")]
    [InlineData("[SocketHandler(\"[room]/action=enter\")] internal static void M(SocketRequest request) {}")]
    [InlineData("[SocketHandler(\"[ping]\")] internal static string M() => \"pong\";")]
    [InlineData("[SocketHandler(\"[room-id]/action=enter\")] internal static void M() {}")]
    [InlineData("[SocketHandler(\"[action]\")] internal static void M(Say say) {}")]
    [InlineData("[SocketHandler(\"action=enter/[room?]\")] internal static void M(string? room) {}")]
    [InlineData("[SocketHandler(\"action=enter/[room?]\")] internal static void M([FromMessage] Enter enter) {}")]
    public Task QR0024_somebody_does(string method) => AssertAsync(method);

    [Fact]
    public async Task QR0024_says_what_to_take()
        => Assert.Equal(
            ["Nothing uses the route's property 'count'; take it as a parameter, 'string? count', or remove it from the route"],
            await Analyzed.MessagesAsync("class C { [SocketHandler(\"a=b/[count?]\")] internal static void M() {} }"));

    [Fact]
    public Task QR0024_nor_where_the_handler_s_object_has_the_request()
        => Analyzed.AssertAsync("class C(SocketRequest request) { [SocketHandler(\"[room]/a=b\")] internal void M() => Console.WriteLine(request); }");

    private static Task AssertAsync(string method) => Analyzed.AssertAsync($"{Types} partial class C {{ {method} }}");
}
