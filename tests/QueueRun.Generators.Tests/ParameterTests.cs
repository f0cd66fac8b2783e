using Microsoft.CodeAnalysis;
using QueueRun.Analysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>The sources of parameters: a method's text, with the sources or the broken rule.</summary>
public class ParameterTests
{
    private const string Types = """
        using System.Security.Claims;
        using System.Text.Json.Nodes;
        using System.Net.WebSockets;
        using Microsoft.AspNetCore.Mvc;
        [SocketMessage("action", "say")] record Say(string Text);
        [SocketMessage("leave")] class Leave;
        record Plain(int X);
        struct Point;
        enum Color { Red }
        class Rooms;
        interface IClock;
        class AppUser : ISocketUser { public string Id => ""; }
        struct StructUser : ISocketUser { public string Id => ""; }
        class Log : List<string>;
        delegate void Callback();

        """;

    [Theory]
    // the call's own sources
    [InlineData("[SocketHandler] void M(ISocket a, SocketRequest b, CancellationToken c, HttpContext d, ClaimsPrincipal e)", "Socket Request Token HttpContext Principal")]
    [InlineData("[SocketHandler] void M(ISocket? a, HttpContext? b)", "Socket HttpContext")]
    // the user
    [InlineData("[SocketHandler] void M(SocketUser a, ISocketUser b, AppUser c, string userId)", "User User User UserId")]
    [InlineData("[SocketHandler] void M(SocketUser? a, ISocketUser? b, AppUser? c, string? userId)", "User? User? User? UserId?")]
    [InlineData("[SocketHandler(\"[room]/a=b\")] void M(string userId, string room)", "UserId Property(0)")]
    [InlineData("[SocketHandler] void M(StructUser a)", "QR0022")]
    [InlineData("[SocketHandler] void M(int userId)", "QR0021")]
    [InlineData("[SocketHandler(\"[userId]\")] void M()", "QR0023")]
    [InlineData("[SocketHandler(\"[userId]\")] void M(string userId)", "QR0023")]
    // properties
    [InlineData("[SocketHandler(\"a=b/[room]/[count]\")] void M(int count, string room)", "Property(2) Property(1)")]
    [InlineData("[SocketHandler(\"[event]\")] void M(string @event)", "Property(0)")]
    [InlineData("[SocketHandler(\"[Room]\")] void M(string room)", "QR0021")]
    [InlineData("[SocketHandler(\"room=x\")] void M(string room)", "QR0021")]
    [InlineData("[SocketHandler(\"[plain]\")] void M(Plain plain, Say say)", "Property(0) Message")]
    [InlineData("[SocketHandler(\"[data]\")] void M(Plain data)", "Property(0)")]
    [InlineData("[SocketHandler(\"[data]\")] void M([FromMessage] Plain data)", "Message")]
    [InlineData("[SocketHandler(\"[say]\")] void M(Say say)", "Property(0)")]
    [InlineData("[SocketHandler(\"[socket]\")] void M(ISocket socket)", "Socket")]
    [InlineData("[SocketHandler(\"[rooms]\")] void M(Rooms rooms)", "Property(0)")]
    [InlineData("[SocketHandler(\"[rooms]\")] void M([FromServices] Rooms rooms)", "Service")]
    // properties that may be missing
    [InlineData("[SocketHandler(\"a=b/[count?]/[after?]\")] void M(string? after, int? count)", "Property?(1) Property?(0)")]
    [InlineData("[SocketHandler(\"[count?]/a=b/[room]\")] void M(string room, int count = 20)", "Property(1) Property?(0, (int)(20))")]
    [InlineData("[SocketHandler(\"a=b/[x?]/[y?]\")] void M(string x = \"all\", string y = null!)", "Property?(0, \"all\") Property?(1)")]
    [InlineData("[SocketHandler(\"a=b/[color?]\")] void M(Color color = Color.Red)", "Property?(0, (global::Color)(0))")]
    [InlineData("[SocketHandler(\"a=b/[point?]\")] void M(Point point = default)", "Property?(0)")]
    [InlineData("[SocketHandler(\"a=b/[plain?]\")] void M(Plain? plain)", "Property?(0)")]
    [InlineData("[SocketHandler(\"a=b/[event?]\")] void M(string? @event)", "Property?(0)")]
    [InlineData("[SocketHandler(\"[room?]\")] void M(Say say, string? room)", "Message Property?(0)")]
    [InlineData("[SocketHandler(\"[room?]\")] void M(JsonElement data, string? room)", "Message Property?(0)")]
    [InlineData("[SocketHandler(\"[action?]\")] void M(Say say, string? action)", "Message Property?(0)")]
    [InlineData("[SocketHandler(\"a=b/[count?]\")] void M(int count)", "QR0023")]
    [InlineData("[SocketHandler(\"a=b/[room?]\")] void M(string room)", "QR0023")]
    [InlineData("[SocketHandler(\"a=b/[userId?]\")] void M(string? userId)", "QR0023")]
    [InlineData("\n#nullable disable\n[SocketHandler(\"a=b/[room?]\")] void M(string room)", "Property?(0)")]
    // the message
    [InlineData("[SocketHandler] void M([FromMessage] Plain a, Rooms b)", "Message Service")]
    [InlineData("[SocketHandler] void M(Say a)", "Message")]
    [InlineData("[SocketHandler] void M(Leave a)", "Message")]
    [InlineData("[SocketHandler] void M(Plain data)", "Message")]
    [InlineData("[SocketHandler] void M(Rooms data)", "Message")]
    [InlineData("[SocketHandler] void M(List<int> data)", "Message")]
    [InlineData("[SocketHandler] void M(JsonElement a)", "Message")]
    [InlineData("[SocketHandler] void M(JsonDocument a)", "Message")]
    [InlineData("[SocketHandler] void M(byte[] a)", "Message:Binary")]
    [InlineData("[SocketHandler] void M(params byte[] a)", "Message:Binary")]
    [InlineData("[SocketHandler] void M(ReadOnlyMemory<byte> a)", "Message:Binary")]
    [InlineData("[SocketHandler] void M(Memory<byte> data)", "Message")]
    [InlineData("[SocketHandler] void M(string a)", "Message:Text")]
    [InlineData("[SocketHandler] void M(string? a)", "Message:Text")]
    [InlineData("[SocketHandler] void M(string data, Rooms b)", "Message:Text Service")]
    [InlineData("[SocketHandler] void M(string userId, string a)", "UserId Message:Text")]
    [InlineData("[SocketHandler] void M(Say a, Rooms data)", "Message Service")]
    [InlineData("[SocketHandler] void M(string a, string b)", "QR0021 QR0021")]
    [InlineData("[SocketHandler] void M(Plain data, string b)", "QR0021")]
    [InlineData("[SocketHandler(\"a=b\")] void M(string a)", "QR0021")]
    [InlineData("[SocketHandler(\"a=b\")] void M(string data)", "QR0009")]
    [InlineData("[SocketHandler(\"a=b\")] void M(byte[] x)", "QR0009")]
    [InlineData("[SocketHandler] void M([FromMessage] Plain a, [FromMessage] Plain b)", "QR0020")]
    [InlineData("[SocketHandler] void M([FromMessage] Plain a, Say b)", "QR0020")]
    [InlineData("[SocketHandler] void M(Say a, Leave b)", "QR0020")]
    [InlineData("[SocketHandler] void M(Say a, JsonElement b)", "QR0020")]
    [InlineData("[SocketHandler] void M(JsonElement a, byte[] b)", "QR0020")]
    // services
    [InlineData("[SocketHandler] void M(Rooms a, IClock b, ILogger<Rooms> c, IServiceProvider d, ISockets e)", "Service Service Service Service Service")]
    [InlineData("[SocketHandler] void M(Rooms? a, IClock b = null!)", "Service? Service?")]
    [InlineData("[SocketHandler] void M([FromServices] List<int> a, [FromServices] Plain? b)", "Service Service?")]
    [InlineData("[SocketHandler] void M([FromKeyedServices(\"x\")] Rooms a, [FromKeyedServices(1)] string? b)", "Service Service?")]
    // undecided parameters
    [InlineData("[SocketHandler] void M(Plain a)", "QR0021")]
    [InlineData("[SocketHandler] void M(Point a)", "QR0021")]
    [InlineData("[SocketHandler] void M(Color a)", "QR0021")]
    [InlineData("[SocketHandler] void M(int a)", "QR0021")]
    [InlineData("[SocketHandler] void M(int? a)", "QR0021")]
    [InlineData("[SocketHandler] void M(int a = 5)", "QR0021")]
    [InlineData("[SocketHandler] void M(Guid a)", "QR0021")]
    [InlineData("[SocketHandler] void M(Uri a)", "QR0021")]
    [InlineData("[SocketHandler] void M(object a)", "QR0021")]
    [InlineData("[SocketHandler] void M(string[] a)", "QR0021")]
    [InlineData("[SocketHandler] void M(List<int> a)", "QR0021")]
    [InlineData("[SocketHandler] void M(IEnumerable<IClock> a)", "QR0021")]
    [InlineData("[SocketHandler] void M(Log a)", "QR0021")]
    [InlineData("[SocketHandler] void M(JsonNode a)", "QR0021")]
    [InlineData("[SocketHandler] void M(Callback a)", "QR0021")]
    [InlineData("[SocketHandler] void M(Func<int> a)", "QR0021")]
    [InlineData("[SocketHandler] void M((int, int) a)", "QR0021")]
    [InlineData("[SocketHandler] void M(CancellationToken? a)", "QR0021")]
    // parameters that cannot be passed
    [InlineData("[SocketHandler] void M(ref Plain data)", "QR0022")]
    [InlineData("[SocketHandler] void M(in Point a)", "QR0022")]
    [InlineData("[SocketHandler] void M(out ISocket a)", "QR0022")]
    [InlineData("[SocketHandler] void M(ReadOnlySpan<byte> data)", "QR0022")]
    [InlineData("[SocketHandler] unsafe void M(int* data)", "QR0022")]
    [InlineData("[SocketHandler] unsafe void M(delegate*<int> data)", "QR0022")]
    [InlineData("[SocketHandler] void M(PresenceContext a, PresenceContext? b)", "QR0022 QR0022")]
    [InlineData("[SocketHandler] void M(WebSocket a)", "QR0022")]
    [InlineData("[SocketHandler] void M(HttpRequest a)", "QR0022")]
    [InlineData("[SocketHandler] void M(HttpResponse a)", "QR0022")]
    public void Each_parameter_is_told_or_refused(string method, string expected) => Assert.Equal(expected, Read(method));

    [Fact]
    public void Without_nullable_annotations_a_user_and_a_service_are_required()
        => Assert.Equal("User Service UserId", Read("\n#nullable disable\n[SocketHandler] void M(SocketUser a, Rooms b, string userId)"));

    [Fact]
    public void Whoever_has_two_routes_is_read_for_each()
        => Assert.Equal("Property(0) | Property(1)", Read("[SocketHandler(\"[room]/a=b\")] [SocketHandler(\"c=d/[room]\")] void M(string room)"));

    [Fact]
    public void What_is_wrong_for_two_routes_is_said_once()
        => Assert.Equal("QR0021", Read("[SocketHandler(\"a=b\")] [SocketHandler(\"c=d\")] void M(int room)"));

    [Fact]
    public void A_property_that_JSON_cannot_read_is_refused()
        => Assert.Equal("QR0023", Read("[SocketHandler(\"[count]\")] void M(int count)", type => type.SpecialType != SpecialType.System_Int32));

    private static string Read(string method, Func<ITypeSymbol, bool>? canBeJson = null)
    {
        var open = method.Replace("void M(", "public static void M(", StringComparison.Ordinal).Replace("unsafe public static", "public static unsafe", StringComparison.Ordinal);
        var compilation = TestCompilation.Create($"{Types} class C {{ {open} => throw null!; }}");
        var symbol = (IMethodSymbol)compilation.GetTypeByMetadataName("C")!.GetMembers("M").Single();
        Problems problems = new();
        var handlers = Handler.ReadAll(symbol, KnownTypes.Of(compilation), canBeJson, problems);
        return problems.Any()
            ? string.Join(' ', problems.Select(problem => problem.Id))
            : string.Join(" | ", handlers.Select(handler => string.Join(' ', handler.Parameters.All.Select(bound => Describe(bound, handler.Parameters.Kind)))));
    }

    private static string Describe(BoundParameter bound, MessageKind kind) => bound.Source switch
    {
        ParameterSource.Property => $"Property{(bound.Optional ? "?" : "")}({bound.Index}{(bound.Default is { } value ? ", " + Literals.Of(value, Emitted.Name(bound.Parameter.Type)) : "")})",
        ParameterSource.Message when kind != MessageKind.Json => $"Message:{kind}",
        _ => bound.Source + (bound.Optional ? "?" : ""),
    };
}
