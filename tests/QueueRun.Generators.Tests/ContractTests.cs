using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>The contract of an assembly: what it says about handlers, messages and their JSON.</summary>
public class ContractTests
{
    private const string File = GeneratorRun.Contract;

    private const string Program = """
        using System.Text.Json.Serialization;

        /// <summary>Talk in rooms.</summary>
        static class Chat
        {
            [Authenticate] internal static SocketUser? SignIn(SignIn data) => new(data.Name);

            /// <summary>Says something to a <paramref name="data"/>'s room.</summary>
            [SocketHandler] internal static async Task Say(Say data, ISocket socket) => await socket.SendAsync(new Said(data.Room, "ann", data.Text, null, null));

            /// <param name="room">The room's name.</param>
            [SocketHandler("[room]/action=enter")] internal static void Enter(string room) {}
            [SocketHandler("action=price")] internal static Price? PriceOf(Order data) => null;
            [SocketHandler("action=ticks")] internal static IAsyncEnumerable<Tick> Ticks([FromMessage] Page<Symbol> page) => throw new NotSupportedException();
            [SocketHandler("action=ban", Endpoint = "admin", Name = "banUser")] internal static void Ban(Ban data) {}
            [SocketHandler] internal static void Other(JsonElement data) {}
            [SocketHandler] internal static void Text(string text) {}
            [SocketHandler] internal static void Bytes(byte[] data) {}
        }

        record SignIn(string Name, string? Device = null);
        [SocketMessage("action", "say")] record Say(string Room, string Text);

        /// <summary>What somebody said.</summary>
        /// <param name="From">The user's id.</param>
        [SocketMessage("event", "said")] record Said(string Room, string From, string Text, Shape? Picture, Said? InReplyTo);

        record Order(string Dish, int Count = 1, Spice Spice = Spice.Mild, Dictionary<string, int>? Extras = null)
        {
            public required DateOnly Day { get; init; }
        }

        enum Spice { Mild, Hot }
        [JsonConverter(typeof(JsonStringEnumConverter<Side>))] enum Side { Buy, Sell }
        record Price(decimal Amount, long Id, Money Exact, byte[] Signature, DateTimeOffset At);

        [JsonConverter(typeof(MoneyConverter))] record Money(decimal Euros);
        sealed class MoneyConverter : JsonConverter<Money>
        {
            public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetDecimal());
            public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Euros);
        }

        record Tick(Symbol Symbol, Side Side, double Price);
        record Symbol(string Name);
        record Page<T>(T[] Items, string? Next);
        [JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), "square")] abstract record Shape(string Name);
        record Circle(string Name, double Radius) : Shape(Name);
        record Square(string Name, double Side) : Shape(Name);
        record Ban(string UserId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
        """;

    [Fact]
    public void It_lists_what_clients_send_and_receive() => Snapshot.Verify(GeneratorRun.Of(Program), "SocketContract.g.cs");

    [Fact]
    public void An_assembly_without_handlers_and_messages_has_none() => Assert.False(GeneratorRun.Of("class Nothing;").HasFile(File));

    [Fact]
    public void A_marked_type_that_no_handler_takes_is_sent()
        => Assert.Equal(["send.said"], Operations("[SocketMessage(\"said\")] record Said(string Text);"));

    [Fact]
    public void An_editor_does_not_ask_for_it()
    {
        var driver = GeneratorRun.NewDriver(IncrementalGeneratorOutputKind.Implementation).RunGenerators(TestCompilation.Create(Program), TestContext.Current.CancellationToken);
        var result = driver.GetRunResult().Results.Single();
        Assert.DoesNotContain(result.GeneratedSources, file => file.HintName == File);
        Assert.All([TrackingNames.Operations, TrackingNames.MarkedMessages, TrackingNames.SentMessages, TrackingNames.Contract], step => Assert.DoesNotContain(step, result.TrackedSteps.Keys));
    }

    [Fact]
    public void A_comment_changes_nothing_else()
    {
        var before = GeneratorRun.Of(Program);
        var after = before.Edit("Says something", "Tells something");
        Assert.DoesNotContain(after.Rewritten(before), file => !file.StartsWith("Sends.", StringComparison.Ordinal)); // a location has a checksum of its file
        Assert.DoesNotContain("Tells something", before.File(File), StringComparison.Ordinal);
        Assert.Contains("Tells something to a data's room.", after.File(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[SocketHandler(\"action=todo:create\")] internal static void M() {}", "receive.todoCreate")]
    [InlineData("[SocketHandler(\"[room]/action=GET_PRICE\")] internal static void M(string room) {}", "receive.getPrice")]
    [InlineData("[SocketHandler(\"kind=a/action=b\")] internal static void TwoValues() {}", "receive.twoValues")]
    [InlineData("[SocketHandler(\"version=3\")] internal static void Third() {}", "receive.third")]
    [InlineData("[SocketHandler(\"action=constructor\")] internal static void Make() {}", "receive.make")]
    [InlineData("[SocketHandler(\"action=say\", Name = \"tell\")] internal static void M() {}", "receive.tell")]
    [InlineData("[SocketHandler(\"action=say\", Name = \"not-a-name\")] internal static void M() {}", "receive.say")]
    [InlineData("[SocketHandler(\"action=ban\", Endpoint = \"the/admin\")] internal static void M() {}", "receive.the_x002Fadmin.ban")]
    public void A_handler_has_a_name_for_clients(string handler, string operation) => Assert.Equal([operation], Operations($"static class H {{ {handler} }}"));

    [Fact]
    public void Two_handlers_of_one_name_are_told_apart()
        => Assert.Equal(["receive.say", "receive.say2"], Operations("static class H { [SocketHandler(\"a=say\")] internal static void A() {} [SocketHandler(\"b=say\")] internal static void B() {} }"));

    [Fact]
    public void What_is_read_in_another_form_than_it_is_written_has_two_schemas()
    {
        var schemas = Document("""
            record Order(string Dish, int Count = 1) { public Extra? Extra { get; set; } }
            record Extra(string Name);
            static class H { [SocketHandler("a=order")] internal static Order M(Order data) => data; }
            """)["components"]!["schemas"]!;
        Assert.Equal(["Extra", "Order", "OrderInput", "queuerun.reference"], schemas.AsObject().Select(schema => schema.Key));
        Assert.Equal("""["dish","count","extra"]""", schemas["Order"]!["required"]!.ToJsonString());
        Assert.Equal("""["dish"]""", schemas["OrderInput"]!["required"]!.ToJsonString());
    }

    [Fact]
    public void Types_of_one_name_have_longer_names()
        => Assert.Equal(["AbItem", "CdItem"], Document("""
            namespace Ab { record Item(int A); static class H { [SocketHandler("a=1")] internal static void M([FromMessage] Item data) {} } }
            namespace Cd { record Item(int B); static class H { [SocketHandler("a=2")] internal static void N([FromMessage] Item data) {} } }
            """)["components"]!["schemas"]!.AsObject().Select(schema => schema.Key));

    [Fact]
    public void A_type_that_refuses_unknown_members_takes_those_of_the_route()
    {
        var payload = Document("""
            [System.Text.Json.Serialization.JsonUnmappedMemberHandling(System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow)] record Closed(int A);
            static class H { [SocketHandler("action=go/[room]")] internal static void M(Closed data, string room) {} }
            """)["channels"]!["default"]!["messages"]!["go"]!["payload"]!;
        Assert.Equal(["action", "room", "a", "#", "traceparent", "tracestate"], payload["properties"]!.AsObject().Select(property => property.Key));
        Assert.False((bool)payload["additionalProperties"]!);
    }

    [Theory]
    [InlineData("int Kind", "3")]
    [InlineData("int? Kind", "3")]
    [InlineData("bool Kind", "\"3\"")]
    [InlineData("string Kind", "\"3\"")]
    [InlineData("Level Kind", "3")]
    public void A_routes_value_is_what_the_member_reads(string member, string value)
        => Assert.Equal(value, Document($$"""
            enum Level { Low }
            record Data({{member}});
            static class H { [SocketHandler("kind=3")] internal static void M(Data data) {} }
            """)["channels"]!["default"]!["messages"]!["m"]!["payload"]!["properties"]!["kind"]!["const"]!.ToJsonString());

    [Fact]
    public void The_settings_of_the_assembly_count()
    {
        var order = Document("""
            [assembly: SocketJson(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
            enum Spice { Mild, Hot }
            record Order(string DishName, Spice Spice, string? Note);
            static class H { [SocketHandler("a=order")] internal static Order M() => new("", Spice.Hot, null); }
            """)["components"]!["schemas"]!;
        Assert.Equal(["dish_name", "spice", "note"], order["Order"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal("""["dish_name","spice"]""", order["Order"]!["required"]!.ToJsonString());
        Assert.Equal("""["Mild","Hot"]""", order["Spice"]!["enum"]!.ToJsonString());
    }

    private static IEnumerable<string> Operations(string program) => Document(program)["operations"]!.AsObject().Select(operation => operation.Key);

    private static JsonNode Document(string program) => EmittedContract.Of(GeneratorRun.Of(program).Output);
}
