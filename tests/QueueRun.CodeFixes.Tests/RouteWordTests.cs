namespace QueueRun.CodeFixes.Tests;

/// <summary>QR0005: a bare word.</summary>
public class RouteWordTests
{
    [Theory]
    [InlineData("\"say\"", "\"type=say\"")]
    [InlineData("@\"say\"", "@\"type=say\"")]
    [InlineData("\"\"\"say\"\"\"", "\"\"\"type=say\"\"\"")]
    [InlineData("\"\"\"\n        say\n        \"\"\"", "\"\"\"\n        type=say\n        \"\"\"")]
    [InlineData("\"[room]/say\"", "\"[room]/type=say\"")]
    [InlineData("\"say/[room]\"", "\"type=say/[room]\"")]
    [InlineData("/* a */ route: /* b */ \"say\" /* c */", "/* a */ route: /* b */ \"type=say\" /* c */")]
    [InlineData("\"say\\u0021\"", "\"type=say!\"")]
    [InlineData("\"say\", TimeoutSeconds = 1", "\"type=say\", TimeoutSeconds = 1")]
    [InlineData("\"type=enter/{room}\"", "\"type=enter/[room]\"")]
    [InlineData("@\"{id:int}/type=a\"", "@\"[id]/type=a\"")]
    [InlineData("\"type=list/:page\"", "\"type=list/[page]\"")]
    public Task Gets_its_property(string before, string after) => AssertAsync(
        $"class C {{ [SocketHandler({before})] internal static void M(SocketRequest request) {{}} }}",
        $"class C {{ [SocketHandler({after})] internal static void M(SocketRequest request) {{}} }}");

    [Fact]
    public Task Several_in_one_file() => AssertAsync(
        """
        using Handler = QueueRun.SocketHandlerAttribute;
        class C
        {
            [Handler("say"), Handler("shout")] // both
            internal static void M() {}

            [QueueRun.SocketHandlerAttribute("leave")] internal static void N() {}
        }
        """,
        """
        using Handler = QueueRun.SocketHandlerAttribute;
        class C
        {
            [Handler("type=say"), Handler("type=shout")] // both
            internal static void M() {}

            [QueueRun.SocketHandlerAttribute("type=leave")] internal static void N() {}
        }
        """);

    [Theory]
    [InlineData("Route")]
    [InlineData("\"sa\" + \"y\"")]
    [InlineData("nameof(C)")]
    [InlineData("\"say/leave\"")]
    [InlineData("\"type=a/say\"")]
    [InlineData("\" say\"")]
    [InlineData("\"a=\"")]
    [InlineData("\"\"")]
    public Task Not_where_it_is_not_the_cure_or_not_the_place(string route) => Fixing.AssertNotOfferedAsync("QR0005", RouteWordFixProvider.WriteType,
        $"class C {{ internal const string Route = \"say\"; [SocketHandler({route})] internal static void M() {{}} }}");

    private static Task AssertAsync(string before, string after) => Fixing.AssertAsync("QR0005", RouteWordFixProvider.WriteType, before, after);
}
