namespace QueueRun.Analyzers.Tests;

/// <summary>QR0040 to QR0045: the JSON of messages.</summary>
public class JsonTests
{
    [Fact]
    public Task A_message_that_is_sent_must_be_nameable() => Analyzed.AssertAsync("""
        static class Chat
        {
            private record Hidden(string Text);
            internal static async Task M(ISocket socket)
            {
                await socket.SendAsync({|QR0040:new Hidden("x")|});
                await socket.SendAsync({|QR0040:new { inner = new Hidden("x") }|});
                await socket.SendAsync(message: {|QR0040:(1, 2)|});
                await socket.SendAsync({|QR0040:new List<(int, int)>()|});
                await socket.SendAsync({|QR0040:Task.FromResult(1)|});
            }
        }
        """);

    [Fact]
    public Task A_setting_that_is_none_is_reported() => Analyzed.AssertAsync("""
        using System.Text.Json.Serialization;
        [assembly: SocketJson({|QR0045:PropertyNamingPolicy = (JsonKnownNamingPolicy)9|}, {|QR0045:DefaultIgnoreCondition = JsonIgnoreCondition.Always|})]
        """);

    [Theory]
    [InlineData("WhenWriting")]
    [InlineData("WhenReading")]
    public Task A_condition_for_one_member_alone_is_no_setting(string condition) => Analyzed.AssertAsync($$"""
        using Json = QueueRun.SocketJsonAttribute;
        [assembly: Json(UseStringEnumConverter = true, {|QR0045:DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.{{condition}}|})]
        """);

    [Theory]
    [InlineData("")]
    [InlineData("PropertyNamingPolicy = JsonKnownNamingPolicy.Unspecified, DefaultIgnoreCondition = JsonIgnoreCondition.Never")]
    [InlineData("PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseUpper, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault")]
    [InlineData("DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true")]
    public Task A_setting_is_not_reported(string settings) => Analyzed.AssertAsync($$"""
        using System.Text.Json.Serialization;
        [assembly: SocketJson({{settings}})]
        record Said(int Number, [property: JsonIgnore] string? Text);
        static class Chat { [SocketHandler("a=1")] internal static Said M() => new(1, null); }
        """);

    [Fact]
    public Task The_property_of_a_message_collides_with_what_its_members_are_called_here() => Analyzed.AssertAsync("""
        using System.Text.Json.Serialization;
        [assembly: SocketJson(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
        [{|QR0042:SocketMessage("event_name", "said")|}] record Said(string EventName);
        [SocketMessage("eventName", "typed")] record Typed(string EventName);
        static class Chat
        {
            internal static async Task M(ISocket socket) => await socket.SendAsync({|QR0040:new { UserID = 1, UserId = 2 }|});
        }
        """);

    [Fact]
    public Task What_can_be_sent_is_not_reported() => Analyzed.AssertAsync("""
        record Said(string Text);
        static class Chat
        {
            internal static async Task M(ISocket socket, CancellationToken token, int? number)
            {
                await socket.SendAsync(new Said("x"), token);
                await socket.SendAsync(new { text = "x", more = new[] { new { x = 1 } } });
                await socket.SendAsync("text");
                await socket.SendAsync(new byte[1]);
                await socket.SendAsync(new ReadOnlyMemory<byte>());
                await socket.SendAsync(number);
                await socket.SendAsync<Said?>(null);
                await socket.SendAsync(default(JsonElement));
            }
        }
        """);

    [Fact]
    public Task A_message_that_is_received_must_be_constructible() => Analyzed.AssertAsync("""
        interface IThing { string Name { get; } }
        record Holder(IThing Thing);
        class Two { public Two(int a) {} public Two(string a) {} }
        class Odd(int number) { public int Other => number; }
        record Fine(string Text);
        static class Chat
        {
            [SocketHandler("a=1")] internal static void A([FromMessage] Holder {|QR0040:data|}) {}
            [SocketHandler("a=2"), SocketHandler("b=2")] internal static void B([FromMessage] Two {|QR0040:data|}) {}
            [SocketHandler("a=3")] internal static void C([FromMessage] Odd {|QR0040:data|}) {}
            [SocketHandler("a=4")] internal static void D([FromMessage] IAsyncEnumerable<int> {|QR0040:data|}) {}
            [SocketHandler("a=5")] internal static void E([FromMessage] Fine data) {}
            [SocketHandler("a=6")] internal static Holder? F() => null;
            [SocketHandler("a=7")] internal static Task<(int, int)> {|QR0040:G|}() => Task.FromResult((1, 2));
            [Authenticate] internal static SocketUser? H(Two {|QR0040:data|}) => null;
        }
        """);

    [Fact]
    public Task A_marked_type_is_reported_once_where_it_stands() => Analyzed.AssertAsync("""
        [SocketMessage("said")] record {|QR0040:Said|}(Action Text);
        static class Chat
        {
            [SocketHandler] internal static async Task M(Said said, ISocket socket) => await socket.SendAsync(said);
        }
        """);

    [Theory]
    [InlineData("record M(IShape Shape);", "M.Shape: 'IShape' is an interface and cannot be constructed; name the types that it may be with [JsonDerivedType], or take one of them")]
    [InlineData("abstract record M(int X);", "'M' is abstract and cannot be constructed; name the types that it may be with [JsonDerivedType], or take one of them")]
    [InlineData("record M(IDisposable It);", "M.It: 'IDisposable' is an interface and cannot be constructed; use a type of your own")]
    [InlineData("record M(System.IO.Stream Body);", "M.Body: 'Stream' is a stream of bytes, which is no value in JSON; read it into a byte[] first")]
    [InlineData("record M(List<System.IO.MemoryStream> All);", "M.All[]: 'MemoryStream' is a stream of bytes, which is no value in JSON; read it into a byte[] first")]
    [InlineData("record M(InvalidOperationException Error);", "M.Error: 'InvalidOperationException' is an exception, which System.Text.Json refuses; use its Message")]
    [InlineData("class Boom : Exception; record M(Boom? Error);", "is an exception, which System.Text.Json refuses; use its Message")]
    public async Task The_cure_is_one_that_the_author_can_take(string types, string message)
        => Assert.EndsWith(message, Assert.Single(await Analyzed.MessagesAsync(
            $"interface IShape {{ int Sides {{ get; }} }} {types} static class C {{ [SocketHandler(\"a=1\")] internal static void A([FromMessage] M data) {{}} }}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("new M(new(new()))", "'M': M.Inner.Later.Value: 'Action' is a delegate; leave 'M.Inner.Later' out with [JsonIgnore], or put the data that is needed into a type of your own")]
    [InlineData("new Lazy<Action>()", "'Lazy<Action>': Lazy<Action>.Value: 'Action' is a delegate; put the data that is needed into a type of your own")]
    [InlineData("new[] { new { Later = new Lazy<Action>() } }", "[].Later.Value: 'Action' is a delegate; leave '<anonymous type: Lazy<Action> Later>[][].Later' out with [JsonIgnore], or put the data that is needed into a type of your own")]
    public async Task What_is_in_the_way_within_a_library_s_type_is_left_out_where_that_is_named(string message, string told)
        => Assert.EndsWith(told, Assert.Single(await Analyzed.MessagesAsync(
            $"record N(Lazy<Action> Later); record M(N Inner); class C {{ internal static async Task A(ISocket socket) => await socket.SendAsync({message}); }}")), StringComparison.Ordinal);

    [Fact]
    public async Task The_message_names_the_path_and_the_cure()
        => Assert.Equal(
            [
                "No JSON code for 'Said': Said.Rooms[].Entered: 'Action' is a delegate; leave it out with [JsonIgnore]",
                "No JSON code for 'Chat.Reply': 'Chat.Reply' is private; make it internal",
            ],
            await Analyzed.MessagesAsync("""
                record Room(Action Entered);
                record Said(List<Room> Rooms);
                static class Chat
                {
                    private record Reply(string Text);
                    internal static async Task M(ISocket socket)
                    {
                        await socket.SendAsync(new Said([]));
                        await socket.SendAsync(new Reply(""));
                    }
                }
                """));

    [Fact]
    public Task Two_types_may_not_claim_the_same_message() => Analyzed.AssertAsync("""
        [SocketMessage("event", "said")] record A(string Text);
        [{|QR0041:SocketMessage("event", "said")|}] record B(string Text);
        [SocketMessage("event", "other")] record C(string Text);
        [SocketMessage("kind", "said")] record D(string Text);
        [SocketMessage("x")] record E(string Text);
        [{|QR0041:SocketMessage("type", "x")|}] record F(string Text);
        """);

    [Fact]
    public Task The_property_may_not_be_a_member_too() => Analyzed.AssertAsync("""
        using System.Text.Json.Serialization;
        [{|QR0042:SocketMessage("said")|}] record A(string Type);
        [{|QR0042:SocketMessage("Event", "said")|}] class B { [JsonPropertyName("event")] public string? Text { get; set; } }
        [SocketMessage("event", "c")] class C { [JsonIgnore] public string? Event { get; set; } private int event_ = 1; internal int M() => event_; }
        [SocketMessage("event", "d")] record D([property: JsonPropertyName("other")] string Event);
        static class Chat
        {
            [SocketHandler] internal static void M(A a) {}
            internal static async Task N(ISocket socket) => await socket.SendAsync(new A("x"));
        }
        """);

    [Fact]
    public Task An_open_type_is_looked_up_at_run_time() => Analyzed.AssertAsync("""
        static class Chat<TKey>
        {
            internal static async Task M<T>(ISocket socket, T message, TKey key)
            {
                await socket.SendAsync({|QR0043:message|});
                await socket.SendAsync({|QR0043:new { message }|});
                await socket.SendAsync(cancellationToken: default, message: {|QR0043:new List<TKey>()|});
                await socket.SendAsync(new List<int>());
            }
        }
        """);

    [Fact]
    public Task Object_says_nothing() => Analyzed.AssertAsync("""
        static class Chat
        {
            internal static async Task M(ISocket socket, object message)
            {
                await socket.SendAsync({|QR0044:message|});
                await socket.SendAsync<object>({|QR0044:"text"|});
                await socket.To("x").SendAsync({|QR0050:new { message }|});
            }
        }
        """);

    [Fact]
    public Task Another_SendAsync_is_not_our_business() => Analyzed.AssertAsync("""
        class Mail { internal Task SendAsync<T>(T message) => Task.CompletedTask; }
        static class Chat { internal static Task M(Mail mail) => mail.SendAsync<object>((1, 2)); }
        """);
}
