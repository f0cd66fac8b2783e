namespace QueueRun.CodeFixes.Tests;

/// <summary>QR0024: a route's property becomes a parameter.</summary>
public class RoutePropertyTests
{
    [Theory]
    [InlineData("[room]/a=b", "", "string room")]
    [InlineData("[room]/a=b", "SocketUser user", "string room, SocketUser user")]
    [InlineData("[room]/a=b", "\n        // Who.\n        SocketUser user, // it is\n        int x = 1", "\n        // Who.\n        string room, SocketUser user, // it is\n        int x = 1", "x=1/")]
    [InlineData("[room]/[id]/a=b", "int id", "string room, int id")]
    [InlineData("[id]/[room]/a=b", "int id", "int id, string room")]
    [InlineData("[id]/[room]/a=b", "int id /* which */", "int id, string room /* which */")]
    [InlineData("[b]/[c]/[d]/a=b", "ISocket socket, string c", "string b, string d, ISocket socket, string c")]
    [InlineData("[event]/a=b", "ISocket socket", "string @event, ISocket socket")]
    [InlineData("[event?]/a=b", "ISocket socket", "string? @event, ISocket socket")]
    [InlineData("[id]/a=b/[room?]/[to]", "int id, string to", "int id, string? room, string to")]
    public Task Before_the_others_in_the_route_s_order(string route, string before, string after, string? defaults = null)
    {
        // A default value alone does not decide a parameter's source, so the route must name it too.
        if (defaults is not null) route = $"[x]/{route}";
        return AssertAsync(
            $"class C\n{{\n    // Enters.\n    [SocketHandler(\"{route}\")] internal static void M({before}) {{}}\n}}",
            $"class C\n{{\n    // Enters.\n    [SocketHandler(\"{route}\")] internal static void M({after}) {{}}\n}}");
    }

    [Fact]
    public Task Without_annotations_where_they_are_off() => AssertAsync(
        "#nullable disable\nclass C { [SocketHandler(\"a=b/[room?]\")] internal static void M() {} }",
        "#nullable disable\nclass C { [SocketHandler(\"a=b/[room?]\")] internal static void M(string room) {} }");

    [Fact]
    public Task In_several_methods() => AssertAsync(
        """
        using Handler = QueueRun.SocketHandlerAttribute;
        partial class C
        {
            [Handler("[room]/action=enter")] internal static void Enter(ISocket socket) => Console.WriteLine(socket);
            [QueueRun.SocketHandlerAttribute("[room]/action=leave")] internal string Leave() => "left";
        }
        """,
        """
        using Handler = QueueRun.SocketHandlerAttribute;
        partial class C
        {
            [Handler("[room]/action=enter")] internal static void Enter(string room, ISocket socket) => Console.WriteLine(socket);
            [QueueRun.SocketHandlerAttribute("[room]/action=leave")] internal string Leave(string room) => "left";
        }
        """);

    [Theory]
    [InlineData("class C { [SocketHandler(\"[room]/a=b\")] internal static void M() { var room = 1; Console.WriteLine(room); } }")]
    [InlineData("interface I { void M(); } class C : I { [SocketHandler(\"[room]/a=b\")] public void M() {} }")]
    [InlineData("class C { [SocketHandler(Route)] internal static void M() { foreach (var room in new[] { 1 }) Console.WriteLine(room); } const string Route = \"[room]/a=b\"; }")]
    public Task Not_where_the_name_or_the_signature_is_taken(string program) => Fixing.AssertNotOfferedAsync("QR0024", RoutePropertyFixProvider.AddParameter, program);

    private static Task AssertAsync(string before, string after) => Fixing.AssertAsync("QR0024", RoutePropertyFixProvider.AddParameter, before, after);
}
