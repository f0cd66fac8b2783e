namespace QueueRun.Generators.Tests;

/// <summary>The contract of an assembly: what it says about handlers, messages and their JSON.</summary>
public class ContractTests
{
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
}
