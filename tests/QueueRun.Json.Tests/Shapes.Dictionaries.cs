namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    private static IEnumerable<Shape> Dictionaries =>
    [
        new("NumberKeys", "M", "new() { A = { [1] = 1 }, B = { [-1] = 1 }, C = { [-2] = 1 }, D = { [3] = 1 }, E = { [4] = 1 }, F = { [long.MinValue] = 1 }, G = { [ulong.MaxValue] = 1 }, H = { [1.5f] = 1 }, I = { [1.50m] = 1 }, J = { [(Half)2.5] = 1 }, K = { [Int128.MinValue] = 1 }, L = { [UInt128.MaxValue] = 1 } }")
        {
            Code = """
                class M
                {
                    public Dictionary<byte, int> A { get; set; } = []; public Dictionary<sbyte, int> B { get; set; } = []; public Dictionary<short, int> C { get; set; } = []; public Dictionary<ushort, int> D { get; set; } = [];
                    public Dictionary<uint, int> E { get; set; } = []; public Dictionary<long, int> F { get; set; } = []; public Dictionary<ulong, int> G { get; set; } = []; public Dictionary<float, int> H { get; set; } = [];
                    public Dictionary<decimal, int> I { get; set; } = []; public Dictionary<Half, int> J { get; set; } = []; public Dictionary<Int128, int> K { get; set; } = []; public Dictionary<UInt128, int> L { get; set; } = [];
                }
                """,
            Json = ["""{"a":{"256":1}}""", """{"h":{"1e1":2}}"""],
        },
        new("TimeKeys", "M", "new() { A = { [new(2024, 2, 29)] = 1 }, B = { [new(1, 2, 3)] = 1 }, C = { [new(1, 2, 3)] = 1 }, D = { [DateTimeOffset.UnixEpoch] = 1 }, E = { [new(1, 2)] = 1 } }")
        {
            Code = "class M { public Dictionary<DateOnly, int> A { get; set; } = []; public Dictionary<TimeOnly, int> B { get; set; } = []; public Dictionary<TimeSpan, int> C { get; set; } = []; public Dictionary<DateTimeOffset, int> D { get; set; } = []; public Dictionary<Version, int> E { get; set; } = []; }",
            Json = ["""{"a":{"2024-13-01":1}}""", """{"e":{"1":1}}"""],
        },
        new("StringEnumKeys", "Dictionary<Color, int>", "new() { [Color.Green] = 1, [Color.Red] = 2, [(Color)9] = 3 }") { Code = "[JsonConverter(typeof(JsonStringEnumConverter<Color>))] enum Color { [JsonStringEnumMemberName(\"red!\")] Red, Green }", Json = ["""{"red!":1,"green":2}""", """{"blue":1}""", """{"1":1}"""] },
        new("NestedKeys", "Dictionary<int, Dictionary<Guid, Dictionary<Color, string?>>>", "new() { [1] = new() { [Guid.Empty] = new() { [Color.Red] = null } } }") { Code = "enum Color : byte { Red, Green }" },
        new("ObjectKeyed", "M", "new() { A = new SortedList<string, P> { [\"b\"] = new(1), [\"a\"] = new(2) }, B = new() { [2] = [\"x\"], [1] = [] } }") { Code = "record P(int X); class M { public SortedList<string, P>? A { get; set; } public SortedDictionary<int, List<string>>? B { get; set; } }", Json = ["""{"a":{"z":{"x":1},"y":null}}"""] },
        new("OrderedDictionaries", "OrderedDictionary<string, int>", "new() { [\"b\"] = 1, [\"a\"] = 2 }", "new()"),
        new("ConcurrentKeys", "ConcurrentDictionary<int, P>", "new(new[] { KeyValuePair.Create(1, new P(2)) })") { Code = "record P(int X);" },
        new("FrozenCollections", "M", "new(new[] { 1, 2 }.ToFrozenSet(), new Dictionary<string, P> { [\"a\"] = new(1) }.ToFrozenDictionary())") { Code = "record P(int X); record M(FrozenSet<int> A, FrozenDictionary<string, P> B);", SentOnly = true },
        new("ImmutableKeys", "M", "new(ImmutableDictionary<int, string>.Empty.Add(1, \"a\"), ImmutableSortedDictionary<Guid, int[]>.Empty.Add(Guid.Empty, [1]))") { Code = "record M(ImmutableDictionary<int, string> A, ImmutableSortedDictionary<Guid, int[]> B);" },
        new("OwnReadOnlyDictionary", "Map", "new()") { Code = "class Map : ReadOnlyDictionary<string, int> { public Map() : base(new Dictionary<string, int> { [\"a\"] = 1 }) { } }", SentOnly = true, IsHandMade = true },
        new("OwnDictionary", "M", "new(new() { [\"x\"] = 1 })")
        {
            Code = """
                class Headers : IDictionary<string, int>
                {
                    private readonly Dictionary<string, int> _all = [];
                    public int this[string key] { get => _all[key]; set => _all[key] = value + 1; }
                    public ICollection<string> Keys => _all.Keys; public ICollection<int> Values => _all.Values; public int Count => _all.Count; public bool IsReadOnly => false;
                    public void Add(string key, int value) => _all.Add(key, value); public void Add(KeyValuePair<string, int> item) => _all.Add(item.Key, item.Value); public void Clear() => _all.Clear();
                    public bool Contains(KeyValuePair<string, int> item) => false; public bool ContainsKey(string key) => _all.ContainsKey(key); public void CopyTo(KeyValuePair<string, int>[] array, int index) { }
                    public bool Remove(string key) => _all.Remove(key); public bool Remove(KeyValuePair<string, int> item) => false; public bool TryGetValue(string key, out int value) => _all.TryGetValue(key, out value);
                    public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => _all.GetEnumerator(); IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
                }
                record M(Headers A);
                """,
            Json = ["""{"a":{"q":1,"r":2}}"""],
        },
        new("DeepArrays", "int[][][]", "new[] { new[] { new[] { 1 }, null! }, new int[0][], null! }") { Json = ["[[[1,2],[3]]]", "[[1]]"] },
        new("Stacks", "M", "new(new([new([1, 2]), new([3])]), new([new(1), new(2)]))") { Code = "record P(int X); record M(Stack<Stack<int>> A, Queue<P> B);", Json = ["""{"a":[[1,2],[3]],"b":[{"x":1},null]}"""] },
        new("Observable", "M", "new([new(1)], [new(2)])") { Code = "record P(int X); record M(ObservableCollection<P> A, Collection<P> B);" },
        new("InterfacesOfRecords", "M", "new([new(1)], [new(2)], [new(3)], [new(4)], [new(5)], new HashSet<P> { new(6) })") { Code = "record P(int X); record M(IEnumerable<P> A, IList<P> B, ICollection<P> C, IReadOnlyList<P> D, IReadOnlyCollection<P> E, ISet<P> F);", Json = ["""{"a":[{"x":1}],"f":[{"x":1},{"x":1}],"d":null}"""] },
        new("NullableElements", "M", "new([1, null], [null, Color.Red], [null, new(1)], new() { [\"a\"] = null })") { Code = "enum Color { Red } record struct P(int X); record M(List<int?> A, Color?[] B, IReadOnlyList<P?> C, Dictionary<string, Guid?> D);", Json = ["""{"a":[null,1],"b":[0,null],"c":[{"x":1},null],"d":{"k":null}}"""] },
        new("BytesInside", "M", "new([[1], []], new() { [\"a\"] = [2, 3] }, [4, 5], new byte[] { 6 })") { Code = "record M(List<byte[]> A, Dictionary<string, byte[]> B, List<byte> C, ReadOnlyMemory<byte>? D);", Json = ["""{"a":["AQ==",null],"c":[1,2],"d":null}""", """{"a":[[1]]}"""] },
        new("Objects", "List<object?>", "[1, \"a\", null, true]") { Json = ["""[1,{"a":[]},null]"""] },
        new("OptionalImmutables", "M", "new([1], null)", "new(null, [\"a\"])") { Code = "record M(ImmutableArray<int>? A, ImmutableList<string>? B);" },
        new("DefaultImmutableArray", "M", "new(default)", "new([])") { Code = "record M(ImmutableArray<int> A);" },
        new("Segments", "M", "new(new([1, 2, 3], 1, 2))") { Code = "record M(ArraySegment<int> A);", SentOnly = true },
        new("Groups", "IEnumerable<IGrouping<int, string>>", "new[] { \"a\", \"b\", \"cc\" }.GroupBy(text => text.Length)") { SentOnly = true, IsHandMade = true },
        new("Blocking", "M", "new(new() { 1, 2 }, new([\"a\"]), new(new HashSet<int> { 4 }))") { Code = "record M(BlockingCollection<int> A, ReadOnlyObservableCollection<string> B, ReadOnlySet<int> C);", SentOnly = true, IsHandMade = true },
        new("StructCollection", "M", "new(new() { 1, 2 })")
        {
            Code = """
                struct Bits : ICollection<int>
                {
                    private List<int>? _all;
                    public readonly int Count => _all?.Count ?? 0; public readonly bool IsReadOnly => false;
                    public void Add(int item) => (_all ??= []).Add(item); public readonly void Clear() { } public readonly bool Contains(int item) => false; public readonly void CopyTo(int[] array, int index) { } public readonly bool Remove(int item) => false;
                    public readonly IEnumerator<int> GetEnumerator() => (_all ?? []).GetEnumerator(); readonly IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
                }
                record M(Bits A);
                """,
        },
        new("PairsOfRecords", "List<KeyValuePair<Guid, P?>>", "[new(Guid.Empty, new(1)), new(Guid.Empty, null)]") { Code = "record P(int X);", Json = ["""[{"Key":"00000000-0000-0000-0000-000000000000","VALUE":{"x":1}}]"""] },
    ];
}
