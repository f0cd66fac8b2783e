using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>QR0004, QR0005, QR0007 and QR0009: the arguments of the attribute.</summary>
public class RouteTests
{
    [Theory]
    [InlineData("[SocketHandler] internal static void M() {} [{|QR0004:SocketHandler|}] internal static void N(JsonElement data) {}")]
    [InlineData("[SocketHandler] internal static void M(string data) {} [{|QR0004:SocketHandler|}] internal static void N(string text) {}")]
    [InlineData("[SocketHandler] internal static void M(byte[] data) {} [{|QR0004:SocketHandler|}] internal static void N(ReadOnlyMemory<byte> data) {}")]
    [InlineData("[SocketHandler(\"a=b/[c]\")] internal static void M(string c) {} [{|QR0004:SocketHandler(\"[c]/a='b'\")|}] internal static void N(string c) {}")]
    [InlineData("[SocketHandler] internal static void M(Say say) {} [{|QR0004:SocketHandler(\"action=say\")|}] internal static void N() {}")]
    [InlineData("[SocketHandler(\"a=b\"), {|QR0004:SocketHandler(\"a=b\")|}] internal static void M() {}")]
    [InlineData("[SocketHandler(\"a=b\")] internal static void M() {} [{|QR0004:SocketHandler(\"a=b\")|}] internal static void N() {} [{|QR0004:SocketHandler(\"a=b\")|}] internal static void O() {}")]
    public Task QR0004_two_may_not_take_the_same(string methods)
        => Analyzed.AssertAsync($"[SocketMessage(\"action\", \"say\")] record Say(string Text); static class C {{ {methods} }}");

    [Theory]
    [InlineData("[SocketHandler] internal static void M() {} [SocketHandler] internal static void N(string data) {} [SocketHandler] internal static void O(byte[] data) {}")]
    [InlineData("[SocketHandler(\"a=b\")] internal static void M() {} [SocketHandler(\"a=B\")] internal static void N() {} [SocketHandler(\"[a]\")] internal static void O() {}")]
    [InlineData("[SocketHandler(\"[b]\")] internal static void M(Say say, string b) {} [SocketHandler(\"action=say\")] internal static void N() {}")]
    public Task QR0004_others_may_live_side_by_side(string methods)
        => Analyzed.AssertAsync($"[SocketMessage(\"action\", \"say\")] record Say(string Text); static class C {{ {methods} }}");

    [Fact]
    public async Task QR0004_knows_the_routes_of_referenced_assemblies()
    {
        var library = Library("Lib", "a=b", "json");

        await Analyzed.AssertAsync("""
            static class C
            {
                [{|QR0004:SocketHandler("a='b'")|}] internal static void M() {}
                [{|QR0004:SocketHandler|}] internal static void N() {}
                [SocketHandler] internal static void O(string data) {}
            }
            """, OutputKind.DynamicallyLinkedLibrary, library);
    }

    [Fact]
    public async Task QR0004_is_said_where_two_referenced_assemblies_meet()
    {
        var compilation = TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary,
            [.. TestCompilation.References, Library("Lib.A", "a=b"), Library("Lib.B", "a=b")], "class C;");

        var diagnostic = Assert.Single(await Analyzed.DiagnosticsAsync(compilation));
        Assert.Equal("QR0004", diagnostic.Id);
        Assert.Equal(Location.None, diagnostic.Location);
        Assert.Contains("'Lib.B' and 'Lib.A'", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"{|QR0005:say|}\"")]
    [InlineData("\"[room]/{|QR0005:say|}\"")]
    [InlineData("\"a=b{|QR0005:=|}c\"")]
    [InlineData("\"a=b{|QR0005:/|}\"")]
    [InlineData("@\"a={|QR0005: b|}\"")]
    [InlineData("\"\"\"{|QR0005:[|}room\"\"\"")]
    [InlineData("{|QR0005:\"\"|}")]
    [InlineData("{|QR0005:\"a\\u003d\"|}")]
    [InlineData("{|QR0005:Route|}")]
    [InlineData("route: \"{|QR0005:say|}\"")]
    [InlineData("{|QR0005:null!|}")]
    public Task QR0005_points_at_the_column(string argument)
        => Analyzed.AssertAsync($"class C {{ const string Route = \"say\"; [SocketHandler({argument})] internal static void M(int whatever) {{}} }}");

    [Fact]
    public Task QR0005_no_message_has_two_values()
        => Analyzed.AssertAsync("[SocketMessage(\"say\")] record Say; class C { [SocketHandler({|QR0005:\"type=leave\"|})] internal static void M(Say say) {} }");

    [Theory]
    [InlineData("\"type=say\"")]
    [InlineData("\"[room]/a='b/c'\"")]
    [InlineData("Route")]
    public Task QR0005_right_routes_pass(string argument)
        => Analyzed.AssertAsync($"class C {{ const string Route = \"type=say\"; [SocketHandler({argument})] internal static void M(SocketRequest request) {{}} }}");

    [Theory]
    [InlineData("[SocketHandler({|QR0007:TimeoutSeconds = 0|})]")]
    [InlineData("[SocketHandler(\"a=b\", {|QR0007:TimeoutSeconds = -1|})]")]
    [InlineData("[SocketHandler({|QR0007:TimeoutSeconds = 900.5|})]")]
    [InlineData("[SocketHandler({|QR0007:TimeoutSeconds = double.NaN|})]")]
    [InlineData("[SocketHandler({|QR0007:TimeoutSeconds = double.PositiveInfinity|})]")]
    public Task QR0007_time_has_limits(string attribute) => Analyzed.AssertAsync($"class C {{ {attribute} internal static void M(CancellationToken token) {{}} }}");

    [Theory]
    [InlineData("[SocketHandler(TimeoutSeconds = 0.001)]")]
    [InlineData("[SocketHandler(\"a=b\", TimeoutSeconds = 900)]")]
    [InlineData("[SocketHandler]")]
    public Task QR0007_within_them_all_is_well(string attribute) => Analyzed.AssertAsync($"class C {{ {attribute} internal static void M(CancellationToken token) {{}} }}");

    [Theory]
    [InlineData("[SocketHandler({|QR0009:\"a=b\"|})] internal static void M(string data) {}")]
    [InlineData("[SocketHandler({|QR0009:\"a=b\"|})] internal static void M(byte[] bytes) {}")]
    [InlineData("[SocketHandler({|QR0009:\"a=b\"|}), SocketHandler] internal static void M([FromMessage] ReadOnlyMemory<byte> bytes) {}")]
    public Task QR0009_text_and_bytes_have_no_routes(string method) => Analyzed.AssertAsync($"class C {{ {method} }}");

    [Theory]
    [InlineData("[SocketHandler] internal static void M(string data) {}")]
    [InlineData("[SocketHandler(\"a=b/[room]\")] internal static void M(string room, JsonElement data) {}")]
    public Task QR0009_JSON_has_and_defaults_need_none(string method) => Analyzed.AssertAsync($"class C {{ {method} }}");

    [Theory]
    [InlineData("/admin/a=b", "[SocketHandler(\"a=b\", Endpoint = \"staff\")] [SocketHandler(\"a=c\")]")]
    [InlineData("/admin/a=b", "[{|QR0004:SocketHandler(\"a=b\")|}]")]
    [InlineData("/admin/a=b", "[{|QR0004:SocketHandler(\"a=b\", Endpoint = \"admin\")|}]")]
    [InlineData("a=b", "[{|QR0004:SocketHandler(\"a=b\", Endpoint = \"admin\")|}]")]
    public Task QR0004_a_librarys_route_is_taken_at_its_endpoint_alone(string route, string attributes)
        => Analyzed.AssertAsync($"class C {{ {attributes} internal static void M() {{}} }}", OutputKind.DynamicallyLinkedLibrary, Library("Lib", route));

    [Fact]
    public Task QR0067_a_librarys_handlers_are_handlers_of_an_endpoint() => Analyzed.AssertAsync("""
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapSockets("/admin", "admin");
        app.MapSockets("/staff", {|QR0067:"staff"|});
        app.Run();
        static class C { [SocketHandler("a=c", Endpoint = "whatever")] internal static void M() {} }
        """, OutputKind.ConsoleApplication, Library("Lib", "/admin/a=b")); // the library may map 'whatever'

    private static PortableExecutableReference Library(string name, params string[] routes) => AnnouncedLibrary.Create(name, "Routes", routes);
}
