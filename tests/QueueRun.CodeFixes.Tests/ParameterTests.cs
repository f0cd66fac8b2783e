namespace QueueRun.CodeFixes.Tests;

/// <summary>QR0021: a parameter receives an explicit source.</summary>
public class ParameterTests
{
    [Fact]
    public Task The_message() => AssertMessageAsync(
        """
        class Named : Attribute;
        record Move(int X, int Y);
        class C
        {
            [SocketHandler("type=move/[player]")]
            internal static void On(
                // Where to.
                Move move,
                string player) {}

            [Authenticate] internal static SocketUser? Auth(/* who */ Move move) => null;

            [QueueHandler] internal static void Do(Move move, [Named] ILogger<C> log) {}
        }
        """,
        """
        class Named : Attribute;
        record Move(int X, int Y);
        class C
        {
            [SocketHandler("type=move/[player]")]
            internal static void On(
                // Where to.
                [FromMessage] Move move,
                string player) {}

            [Authenticate] internal static SocketUser? Auth(/* who */ [FromMessage] Move move) => null;

            [QueueHandler] internal static void Do([FromMessage] Move move, [Named] ILogger<C> log) {}
        }
        """);

    [Fact]
    public Task There_is_one_message() => Fixing.AssertAsync("QR0021", ParameterFixProvider.MarkFromMessage,
        ["record Move(int X); class C { [SocketHandler] internal static void On(Move a, Move b) {} [SocketHandler(\"a=b\")] internal static void Of([FromMessage] Move a, Move b) {} }"],
        ["record Move(int X); class C { [SocketHandler] internal static void On([FromMessage] Move a, Move b) {} [SocketHandler(\"a=b\")] internal static void Of([FromMessage] Move a, Move b) {} }"],
        isAll: false);

    [Theory]
    [InlineData("[SocketHandler] internal static void M(Move data, Move move) {}")]
    [InlineData("[SocketHandler] internal static void M(Move move, JsonElement json) {}")]
    [InlineData("[SocketHandler] internal static void M(Marked marked, int count) {}")]
    [InlineData("[SocketHandler(\"a=b\")] internal static void M(string text) {}")]
    [InlineData("[OnOnline] internal static void M(Move move) {}")]
    [InlineData("[OnConnect] internal static void M(Move move) {}")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static void M(Move move) {}")]
    [InlineData("[QueueHandler] internal static void M(Move job, Move move) {}")]
    [InlineData("public C(Move move) {} [SocketHandler] internal void M() {}")]
    public Task Not_the_message_where_there_is_one_or_can_be_none(string method) => Fixing.AssertNotOfferedAsync("QR0021", ParameterFixProvider.MarkFromMessage,
        $"record Move(int X); [SocketMessage(\"marked\")] record Marked(int X); class C {{ {method} }}");

    [Theory]
    [InlineData("[SocketHandler(\"action=add\")] internal static int Add(int a, int b) => a + b;", "[SocketHandler(\"action=add/[a]/[b]\")] internal static int Add(int a, int b) => a + b;")]
    [InlineData("[SocketHandler(@\"action=add\", TimeoutSeconds = 1)] internal static int Add(ISocket socket, int a, string b) => a;", "[SocketHandler(@\"action=add/[a]/[b]\", TimeoutSeconds = 1)] internal static int Add(ISocket socket, int a, string b) => a;")]
    [InlineData("[SocketHandler(\"a=b\"), SocketHandler(\"[day]/c=d\")] internal static void M(DateOnly? day, string[] names) {}", "[SocketHandler(\"a=b/[day]/[names]\"), SocketHandler(\"[day]/c=d/[names]\")] internal static void M(DateOnly? day, string[] names) {}")]
    [InlineData("[SocketHandler] internal static void M(Marked marked, int count) {}", "[SocketHandler(\"[count]\")] internal static void M(Marked marked, int count) {}")]
    [InlineData("[SocketHandler(TimeoutSeconds = 2)] internal static void M(Marked marked, int count) {}", "[SocketHandler(\"[count]\", TimeoutSeconds = 2)] internal static void M(Marked marked, int count) {}")]
    public Task A_property_of_the_message(string before, string after) => Fixing.AssertAsync("QR0021", ParameterFixProvider.AddToRoute,
        $"[SocketMessage(\"marked\")] record Marked(int X); class C {{ {before} }}", $"[SocketMessage(\"marked\")] record Marked(int X); class C {{ {after} }}");

    [Theory]
    [InlineData("[SocketHandler(\"action=move\")] internal static void M(Move move) {}")]
    [InlineData("[SocketHandler] internal static void M(int a) {}")]
    [InlineData("[SocketHandler(Route)] internal static void M(int a) {} const string Route = \"a=b\";")]
    [InlineData("[SocketHandler(\"room=lobby\")] internal static void M(string room) {}")]
    [InlineData("[OnOnline] internal static void M(int count) {}")]
    [InlineData("[QueueHandler] internal static void M(int count) {}")]
    public Task Not_a_property_where_there_is_no_route_to_write_it_to(string method)
        => Fixing.AssertNotOfferedAsync("QR0021", ParameterFixProvider.AddToRoute, $"record Move(int X); class C {{ {method} }}");

    [Fact]
    public Task A_service() => AssertServiceAsync(
        """
        // The licence.

        class Settings : List<string>;
        class Named : Attribute;
        record Clock(string Zone);
        class C(Settings settings)
        {
            [SocketHandler]
            internal void On(Clock clock, string data) => Console.WriteLine($"{settings} {clock} {data}");

            [OnOnline] internal static void Online(string userId, [Named] Clock clock) {}
        }
        """,
        """
        // The licence.

        using Microsoft.AspNetCore.Mvc;

        class Settings : List<string>;
        class Named : Attribute;
        record Clock(string Zone);
        class C([FromServices] Settings settings)
        {
            [SocketHandler]
            internal void On([FromServices] Clock clock, string data) => Console.WriteLine($"{settings} {clock} {data}");

            [OnOnline] internal static void Online(string userId, [FromServices][Named] Clock clock) {}
        }
        """);

    [Theory]
    [InlineData("using Microsoft.AspNetCore.Mvc;", "FromServices")]
    [InlineData("global using Microsoft.AspNetCore.Mvc;", "FromServices")]
    [InlineData("using Injected = Microsoft.AspNetCore.Mvc.FromServicesAttribute;", "Injected")]
    public Task A_service_where_the_name_is_known(string @using, string name) => AssertServiceAsync(
        $"{@using}\nrecord Clock; class C {{ [SocketHandler] internal static void M(Clock clock) {{}} }}",
        $"{@using}\nrecord Clock; class C {{ [SocketHandler] internal static void M([{name}] Clock clock) {{}} }}");

    [Theory]
    [InlineData("int count")]
    [InlineData("Guid? id")]
    public Task A_value_is_no_service(string parameter) => Fixing.AssertNotOfferedAsync("QR0021", ParameterFixProvider.MarkFromServices,
        $"class C {{ [SocketHandler] internal static void M({parameter}) {{}} }}");

    private static Task AssertMessageAsync(string before, string after) => Fixing.AssertAsync("QR0021", ParameterFixProvider.MarkFromMessage, before, after);

    private static Task AssertServiceAsync(string before, string after) => Fixing.AssertAsync("QR0021", ParameterFixProvider.MarkFromServices, before, after);
}
