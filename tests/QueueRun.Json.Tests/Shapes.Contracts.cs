namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    // Messages of real programs, reworded.
    private static IEnumerable<Shape> Contracts =>
    [
        new("ChatEvents", "ChatEvent", "new Joined(\"u1\", \"Ann\")", "new Said(\"u1\", \"hi 👋\", DateTimeOffset.UnixEpoch, [\"u2\"]) { ReplyTo = Guid.Empty }", "new Left(\"u1\", LeaveReason.Kicked)", "new Typing([\"a\", \"b\"])")
        {
            Code = """
                [JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
                [JsonDerivedType(typeof(Joined), "joined"), JsonDerivedType(typeof(Left), "left"), JsonDerivedType(typeof(Said), "said"), JsonDerivedType(typeof(Typing), "typing")]
                abstract record ChatEvent { public long Sequence { get; init; } }
                record Joined(string UserId, string Name) : ChatEvent;
                record Left(string UserId, LeaveReason Reason) : ChatEvent;
                record Said(string UserId, string Text, DateTimeOffset At, IReadOnlyList<string> Mentions) : ChatEvent { public Guid? ReplyTo { get; init; } }
                record Typing(HashSet<string> UserIds) : ChatEvent;
                [JsonConverter(typeof(JsonStringEnumConverter<LeaveReason>))] enum LeaveReason { Quit, Kicked, [JsonStringEnumMemberName("timed-out")] TimedOut }
                """,
            Json = ["""{"event":"left","userId":"u","reason":"timed-out","sequence":9}""", """{"event":"shouted"}""", """{"userId":"u","event":"left"}"""],
        },
        new("JsonRpc", "Rpc", "new(\"sum\", JsonDocument.Parse(\"[1,2.50]\").RootElement) { Id = JsonDocument.Parse(\"7\").RootElement }", "new(null, null) { Error = new(-32601, \"no such method\", null) }")
        {
            Code = """
                record Rpc(
                    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Method,
                    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Params)
                {
                    [JsonPropertyName("jsonrpc"), JsonPropertyOrder(-1)] public string Version { get; init; } = "2.0";
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public JsonElement? Id { get; init; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public RpcError? Error { get; init; }
                }
                record RpcError(int Code, string Message, JsonNode? Data);
                """,
            Json = ["""{"jsonrpc":"2.0","method":"m","params":{"a":null},"id":"x"}""", """{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m","data":[1]}}"""],
        },
        new("GraphQLOverWebSocket", "GraphQL", "new(\"subscribe\") { Id = \"1\", Payload = new() { Query = \"{ a }\", Variables = new() { [\"x\"] = 1, [\"y\"] = null } } }", "new(\"ping\")")
        {
            Code = """
                record GraphQL(string Type)
                {
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Id { get; init; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Payload? Payload { get; init; }
                }
                class Payload
                {
                    public required string Query { get; init; }
                    public string? OperationName { get; init; }
                    public JsonObject? Variables { get; init; }
                    [JsonExtensionData] public Dictionary<string, JsonElement>? Extensions { get; set; }
                }
                """,
            Json = ["""{"type":"subscribe","payload":{"query":"q","more":[1]}}""", """{"type":"subscribe","payload":{}}"""],
        },
        new("BlockMessage", "Post", "new(\"C1\", [new Section { Text = new(\"mrkdwn\", \"*hi*\"), Fields = [new(\"plain_text\", \"f\")] }, new Divider(), new Actions { Elements = [new Button { ActionId = \"a\", Text = new(\"plain_text\", \"Go\"), Style = Style.Danger }] }])")
        {
            Code = """
                record Post([property: JsonPropertyName("channel_id")] string Channel, Block[] Blocks);
                [JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
                [JsonDerivedType(typeof(Section), "section"), JsonDerivedType(typeof(Divider), "divider"), JsonDerivedType(typeof(Actions), "actions")]
                abstract class Block { [JsonPropertyName("block_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Id { get; set; } }
                class Section : Block { public required Text Text { get; set; } public List<Text>? Fields { get; set; } }
                class Divider : Block;
                class Actions : Block { public IList<Element> Elements { get; set; } = []; }
                [JsonPolymorphic(TypeDiscriminatorPropertyName = "type"), JsonDerivedType(typeof(Button), "button"), JsonDerivedType(typeof(Menu), "static_select")] class Element { [JsonPropertyName("action_id")] public string? ActionId { get; set; } }
                class Button : Element { public Text? Text { get; set; } public Style? Style { get; set; } }
                class Menu : Element { public Dictionary<string, Text> Options { get; set; } = []; }
                record Text(string Type, [property: JsonPropertyName("text")] string Content, bool? Emoji = null);
                [JsonConverter(typeof(JsonStringEnumConverter<Style>))] enum Style { [JsonStringEnumMemberName("primary")] Primary, [JsonStringEnumMemberName("danger")] Danger }
                """,
            Json = ["""{"channel_id":"c","blocks":[{"type":"section","text":{"type":"t","text":"x"}},{"type":"section"}]}"""],
        },
        new("GatewayEnvelope", "Gateway", "new(Op.Hello, new() { [\"heartbeat_interval\"] = 41250 }, null, null)", "new(Op.Dispatch, null, 42, \"READY\")")
        {
            Code = """
                enum Op { Dispatch, Heartbeat, Identify, Hello = 10, HeartbeatAck }
                readonly record struct Gateway(Op Op, [property: JsonPropertyName("d")] JsonObject? Data, [property: JsonPropertyName("s")] int? Sequence, [property: JsonPropertyName("t")] string? Name);
                """,
            Json = ["""{"op":10,"d":{"heartbeat_interval":1},"s":null,"t":null}""", """{"op":"hello"}"""],
        },
        new("Tick", "Tick", "new(\"BTC-USD\", 64000.10m, 0.00010000m, Side.Sell, 1700000000000, [Condition.Late, Condition.Odd])")
        {
            Code = """
                [JsonConverter(typeof(JsonStringEnumConverter<Side>))] enum Side : byte { Buy, Sell } enum Condition : short { Regular, Late = 7, Odd = -2 }
                readonly record struct Tick([property: JsonPropertyName("sym")] string Symbol, decimal Price, [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] decimal Size, Side Side, long Time, ImmutableArray<Condition> Conditions);
                """,
            Json = ["""{"sym":"x","price":"1.10","size":"2.0","side":"buy","time":1,"conditions":[7]}"""],
        },
        new("OrderBook", "Book", "new() { Bids = { [10.5m] = 3, [9m] = 1 }, Asks = [[10.6m, 2m]], Sequence = ulong.MaxValue }")
        {
            Code = "class Book { public SortedDictionary<decimal, double> Bids { get; init; } = []; public decimal[][] Asks { get; init; } = []; public ulong Sequence { get; init; } public bool IsSnapshot => Sequence == 0; }",
            Json = ["""{"bids":{"1.50":2,"1.5":3},"asks":[[1,2],null]}""", """{"bids":{"x":1}}"""],
        },
        new("Telemetry", "Batch", "new(\"dev-1\", 3, [new(0, [new(\"t\", 21.5f, Unit.Celsius), new(\"h\", null, null)]), new(1000, [])], new(52.5, 13.4) { Accuracy = 5 })")
        {
            Code = """
                record Batch(string Device, ushort Firmware, IReadOnlyList<Sample> Samples, Position? At, IReadOnlyDictionary<string, string>? Tags = null);
                readonly record struct Sample(uint Offset, Reading[] Readings);
                readonly record struct Reading(string Sensor, float? Value, Unit? Unit);
                readonly record struct Position(double Latitude, double Longitude) { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public double Accuracy { get; init; } }
                enum Unit : byte { Celsius = 1, Percent, Lux }
                """,
            Json = ["""{"device":"d","samples":[{"offset":-1}]}"""],
        },
        new("EditDelta", "Delta", "new(5, new([new Op { Retain = 4 }, new() { Insert = \"x\\n\", Attributes = new() { [\"bold\"] = true, [\"link\"] = null } }, new() { Delete = 2 }]))")
        {
            Code = """
                record Delta(long Revision, LinkedList<Op> Ops) { public Cursor? Cursor { get; set; } }
                class Op
                {
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Retain { get; init; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Insert { get; init; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Delete { get; init; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Dictionary<string, object?>? Attributes { get; init; }
                }
                struct Cursor { [JsonInclude] public int Anchor; [JsonInclude] public int Head; }
                """,
            Json = ["""{"revision":1,"ops":[{"retain":1},{"insert":"é"}],"cursor":{"anchor":2,"head":3}}"""],
        },
        new("GameState", "State", "new() { Tick = 7, Players = { [Guid.Empty] = new(\"p\", new(1, 2.5f, -0f), 100) { Items = { [Slot.Left] = new Sword(3) } } }, Board = [[1, 0], [0, 2]] }")
        {
            Code = """
                class State { public uint Tick { get; set; } public Dictionary<Guid, Player> Players { get; set; } = []; public sbyte[][] Board { get; set; } = []; public TimeSpan Left { get; set; } }
                record Player(string Name, Vector Position, short Health) { public Dictionary<Slot, Item> Items { get; init; } = []; public bool IsAlive => Health > 0; }
                readonly record struct Vector(float X, float Y, float Z);
                enum Slot { Left, Right }
                [JsonDerivedType(typeof(Sword), 1), JsonDerivedType(typeof(Potion), 2)] abstract record Item; record Sword(int Damage) : Item; record Potion(double Heals, bool Poison = false) : Item;
                """,
            Json = ["""{"players":{"00000000-0000-0000-0000-000000000001":{"name":"x","items":{"Right":{"$type":2,"heals":1}}}}}""", """{"players":{"x":{}}}"""],
        },
        new("LogRecord", "Record<string, Order>", "new(\"orders\", 3, 12345678901) { Key = \"k\", Value = new(1, 2), Headers = [new(\"trace\", [1, 2, 3])] }", "new(\"t\", 0, 0)")
        {
            Code = """
                class Record<TKey, TValue>(string topic, int partition, long offset) where TKey : notnull
                {
                    public string Topic { get; } = topic; public int Partition { get; } = partition; public long Offset { get; } = offset;
                    public TKey? Key { get; set; } public TValue? Value { get; set; }
                    public List<KeyValuePair<string, byte[]>> Headers { get; set; } = [];
                    public DateTime Timestamp { get; set; } = DateTime.UnixEpoch;
                }
                record Order(int Id, int Amount);
                """,
            Json = ["""{"topic":"t","partition":1,"offset":2,"headers":[{"key":"a","value":"AQI="}]}""", """{"topic":"t","headers":[{"key":"a","value":"*"}]}"""],
        },
        new("CloudEvent", "CloudEvent", "new() { Id = \"1\", Source = new(\"/s\", UriKind.Relative), Type = \"made\", Data = new JsonObject { [\"a\"] = 1 } }")
        {
            Code = """
                class CloudEvent
                {
                    [JsonPropertyName("specversion")] public string SpecVersion { get; init; } = "1.0";
                    public required string Id { get; init; }
                    public required Uri Source { get; init; }
                    public required string Type { get; init; }
                    [JsonPropertyName("datacontenttype")] public string? ContentType { get; init; }
                    public DateTimeOffset? Time { get; init; }
                    public JsonNode? Data { get; init; }
                    [JsonPropertyName("data_base64")] public byte[]? Bytes { get; init; }
                    [JsonExtensionData] public Dictionary<string, object>? Extensions { get; set; }
                }
                """,
            Json = ["""{"id":"1","source":"http://x/","type":"t","traceparent":"00"}""", """{"id":"1"}"""],
        },
        new("GeoJson", "Geometry", "new Point([1.5, 2])", "new Polygon([[[0, 0], [1, 0], [0, 1], [0, 0]]]) { Box = [0, 0, 1, 1] }", "new Many([new Point([1, 2]), null!])")
        {
            Code = """
                [JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
                [JsonDerivedType(typeof(Point), "Point"), JsonDerivedType(typeof(Line), "LineString"), JsonDerivedType(typeof(Polygon), "Polygon"), JsonDerivedType(typeof(Many), "GeometryCollection")]
                abstract record Geometry { [JsonPropertyName("bbox"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public double[]? Box { get; init; } }
                record Point(double[] Coordinates) : Geometry; record Line(double[][] Coordinates) : Geometry; record Polygon(double[][][] Coordinates) : Geometry;
                record Many(List<Geometry> Geometries) : Geometry;
                """,
            Json = ["""{"type":"LineString","coordinates":[[1,2],[3,4]]}""", """{"type":"Circle"}""", """{"type":"Point","coordinates":[[1]]}"""],
        },
        new("CompletionChunk", "Chunk", "new(\"c1\", \"chat.completion.chunk\", 1700000000, \"m\", [new(0, new() { Role = Role.Assistant, Content = \"Hel\" }, null)])", "new(\"c1\", \"\", 0, \"m\", [new(0, new() { Tools = [new(0, \"t\", new(\"f\", \"{\\\"a\\\":\"))] }, FinishReason.ToolCalls)], new(1, 2))")
        {
            Code = """
                record Chunk(string Id, string Object, long Created, string Model, Choice[] Choices, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Usage? Usage = null);
                record Choice(int Index, MessageDelta Delta, [property: JsonPropertyName("finish_reason")] FinishReason? FinishReason, JsonElement? Logprobs = null);
                class MessageDelta
                {
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Role? Role { get; set; }
                    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Content { get; set; }
                    [JsonPropertyName("tool_calls"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public List<ToolCall>? Tools { get; set; }
                }
                record ToolCall(int Index, string? Id, Function Function); record struct Function(string? Name, string Arguments);
                record struct Usage([property: JsonPropertyName("prompt_tokens")] int Prompt, [property: JsonPropertyName("completion_tokens")] int Completion) { [JsonPropertyName("total_tokens")] public readonly int Total => Prompt + Completion; }
                [JsonConverter(typeof(JsonStringEnumConverter<Role>))] enum Role { [JsonStringEnumMemberName("system")] System, [JsonStringEnumMemberName("assistant")] Assistant }
                [JsonConverter(typeof(JsonStringEnumConverter<FinishReason>))] enum FinishReason { [JsonStringEnumMemberName("stop")] Stop, [JsonStringEnumMemberName("tool_calls")] ToolCalls }
                """,
            Json = ["""{"id":"a","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":"tool_calls"}]}""", """{"choices":[{"delta":{"role":"robot"}}]}"""],
        },
        new("Webhook", "Push", "new(\"refs/heads/main\", new string('0', 40), [new(\"c1\", \"m\", new(\"a\", null), [\"f\"], [], [])], new(1, \"r\", \"o/r\", false, new(\"o\", null)))")
        {
            Code = """
                record Push(string Ref, string Before, ICollection<Commit> Commits, Repository Repository) { public bool Forced { get; init; } [JsonPropertyName("head_commit")] public Commit? Head { get; init; } [JsonPropertyName("base_ref")] public string? BaseRef { get; init; } }
                record Commit(string Id, string Message, Account Author, string[] Added, string[] Removed, string[] Modified) { public DateTimeOffset Timestamp { get; init; } public Uri? Url { get; init; } }
                record Repository(long Id, string Name, [property: JsonPropertyName("full_name")] string FullName, bool Private, Account Owner);
                record Account(string Name, string? Email) { [JsonExtensionData] public IDictionary<string, JsonElement>? More { get; set; } }
                """,
            Json = ["""{"ref":"r","commits":[{"id":"1","author":{"name":"n","username":"u"}}],"head_commit":null,"unknown":{}}"""],
        },
        new("CalendarEvent", "Event", "new(\"e\", \"Stand-up\", new(new(2024, 3, 1), new(9, 30), \"Europe/Berlin\"), TimeSpan.FromMinutes(15)) { Rule = new(Frequency.Weekly) { Days = new HashSet<DayOfWeek> { DayOfWeek.Monday, DayOfWeek.Friday }, Until = new(2025, 1, 1) }, Except = [new(2024, 12, 25)] }")
        {
            Code = """
                record Event(string Id, string Title, Moment Start, TimeSpan Length, IEnumerable<Guest>? Guests = null) { public Rule? Rule { get; init; } public SortedSet<DateOnly> Except { get; init; } = []; public TimeSpan? Remind { get; init; } }
                record struct Moment(DateOnly Date, TimeOnly? Time, string? Zone);
                record Rule(Frequency Frequency, int Interval = 1) { public ISet<DayOfWeek>? Days { get; init; } public DateOnly? Until { get; init; } public uint? Count { get; init; } }
                record Guest(string Mail, Answer Answer = Answer.Open);
                [JsonConverter(typeof(JsonStringEnumConverter<Frequency>))] enum Frequency { Daily, Weekly, Monthly } enum Answer { Open, Yes, No }
                """,
            Json = ["""{"id":"e","start":{"date":"2024-02-30"}}""", """{"id":"e","start":{"date":"2024-02-29","time":"25:00"}}""", """{"id":"e","length":"01:00:00","rule":{"frequency":"weekly","days":[1,1,5]},"guests":[{"mail":"m"}]}"""],
        },
        new("Cart", "Cart", "new() { Lines = { new() { Sku = \"s\", Price = new(9.90m, \"EUR\"), Quantity = 2 } }, Vouchers = [\"X\"] }")
        {
            Code = """
                class Cart { public Guid Id { get; init; } public Collection<Line> Lines { get; init; } = []; public string[] Vouchers { get; set; } = []; public Money? Shipping { get; set; } public decimal Total => Lines.Sum(line => line.Price.Amount * line.Quantity); }
                class Line { public required string Sku { get; init; } public Money Price { get; init; } public int Quantity { get; set; } = 1; public Dictionary<string, string> Options { get; } = []; }
                readonly struct Money { [JsonConstructor] public Money(decimal amount, string currency) => (Amount, Currency) = (amount, currency); public decimal Amount { get; } public string Currency { get; } }
                """,
            Json = ["""{"lines":[{"sku":"a","price":{"amount":1.00,"currency":"EUR"},"options":{"size":"L"}}],"total":5}""", """{"lines":[{"quantity":1}]}"""],
        },
        new("Page", "Page<Product>", "new([new(1, \"a\")], 2, 10) { Next = \"c\" }", "new([], 0, 1)")
        {
            Code = """
                record Page<T>(IReadOnlyList<T> Items, int Number, int Size) : Envelope { public string? Next { get; init; } public bool HasMore => Next is not null; }
                abstract record Envelope { [JsonPropertyOrder(1)] public Dictionary<string, string>? Links { get; init; } [JsonPropertyOrder(-1)] public string Kind => GetType().Name; }
                record Product(int Id, string Name);
                static class More { static async Task Send(ISocket socket, Page<string> names, Page<Page<int>> pages) { await socket.SendAsync(names); await socket.SendAsync(pages); } }
                """,
        },
        new("JsonPatch", "List<Patch>", "[new(PatchOp.Add, \"/a~1b/-\") { Value = JsonDocument.Parse(\"{\\\"x\\\":[null]}\").RootElement }, new(PatchOp.Move, \"/a\") { From = \"/b\" }]")
        {
            Code = """
                [JsonConverter(typeof(LowerCase))] enum PatchOp { Add, Remove, Replace, Move, Copy, Test }
                class LowerCase() : JsonStringEnumConverter<PatchOp>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
                record Patch(PatchOp Op, string Path) { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? From { get; init; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public JsonElement? Value { get; init; } }
                """,
            Json = ["""[{"op":"replace","path":"/","value":null}]""", """[{"op":1,"path":"/"}]""", """[{"op":"swap"}]"""],
        },
        new("Notification", "Notice", "new(Guid.Empty, Level.Warning, new() { [\"en\"] = new(\"Hi\", \"{0} left\"), [\"de\"] = new(\"Hallo\", null) }, [\"Ann\", 3, null])")
        {
            Code = """
                record Notice(Guid Id, Level Level, Dictionary<string, Localised> Texts, object?[] Arguments, DateTime? ReadAt = null);
                record Localised(string Title, string? Body); [Flags, JsonConverter(typeof(JsonStringEnumConverter))] enum Level { None = 0, Info = 1, Warning = 2, Urgent = 4 }
                static class More { static async Task Send(ISocket socket, int number, string text) => await socket.SendAsync(new object[] { number }); }
                """,
            Json = ["""{"level":"Warning, Urgent","texts":{"fr":{"title":"t"}},"arguments":[1,"x",{"a":1}]}""", """{"level":"Loud"}"""],
        },
        new("PollUpdate", "Poll", "new() { Id = 5, Question = \"?\", Options = [new(\"a\", 3), new(\"b\")], Voters = new Dictionary<string, HashSet<int>> { [\"u\"] = [0, 1] }, Closes = DateTime.UnixEpoch }")
        {
            Code = """
                [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
                class Poll { [JsonRequired] public long Id { get; set; } public string? Question { get; set; } public Option[]? Options { get; set; } public IDictionary<string, HashSet<int>>? Voters { get; set; } public DateTime? Closes { get; set; } public bool Multiple { get; init; } }
                record class Option(string Text, int Votes = 0) { public double? Share { get; set; } }
                """,
            Json = ["""{"id":1,"options":[{"text":"t","extra":1}]}""", """{"id":1,"extra":1}""", """{"question":"q"}"""],
        },
        new("FileTree", "Entry", "new Folder(\"/\", [new File(\"a\", 3, new byte[] { 1 }), new Folder(\"b\", [])])")
        {
            Code = "[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerivedType(typeof(File), \"file\"), JsonDerivedType(typeof(Folder), \"folder\")] abstract record Entry(string Name); record File(string Name, long Size, ReadOnlyMemory<byte> Hash) : Entry(Name); record Folder(string Name, IImmutableList<Entry> Entries) : Entry(Name);",
            Json = ["""{"kind":"folder","name":"n","entries":[{"kind":"file","name":"f","size":"1","hash":"AQ=="}]}"""],
        },
    ];
}
