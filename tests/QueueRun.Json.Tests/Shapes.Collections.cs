namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    private static IEnumerable<Shape> Collections =>
    [
        new("Array", "int[]", "new[] { 1, 2 }", "new int[0]") { Json = ["[1,\"2\"]", "[1,null]", "[1,\"x\"]"] },
        new("JaggedArray", "string[][]", "new[] { new[] { \"a\" }, null! }"),
        new("ListOfRecords", "List<P>", "[new(1), null!, new(2)]", "[]") { Code = "record P(int X);", Json = ["[{\"x\":true}]"] },
        new("Interfaces", "M",
            "new(new[] { 1 }, new List<int> { 2 }, new[] { 3 }, new[] { 4 }, new[] { 5 }, new HashSet<int> { 6 })", "new(null!, null!, null!, null!, null!, null!)",
            "new(new Queue<int>([1, 2]), Array.Empty<int>(), new List<int>(), [], [], new SortedSet<int> { 3, 1 })")
        {
            Code = "record M(IEnumerable<int> A, IList<int> B, ICollection<int> C, IReadOnlyList<int> D, IReadOnlyCollection<int> E, ISet<int> F);",
            Json = ["""{"a":[1,2],"b":[1,2],"c":[1,2],"d":[1,2],"e":[1,2],"f":[1,1,2]}""", """{"a":{}}"""],
        },
        new("ReadOnlySet", "IReadOnlySet<string>", "new HashSet<string> { \"a\" }") { SentOnly = true },
        new("Concrete", "M", "new([1], new([1, 2]), new([1, 2]), new([1, 2]), new() { 5 }, new([1, 2]))")
        {
            Code = "record M(HashSet<int> A, Queue<int> B, Stack<int> C, LinkedList<int> D, ObservableCollection<int> E, SortedSet<int> F);",
            Json = ["""{"a":[1,1],"b":[1,2],"c":[1,2],"d":[1,2],"e":[1,2],"f":[2,1]}"""],
        },
        new("Concurrent", "M", "new(new([1, 2]), new([1, 2]), new([7]), new(new[] { KeyValuePair.Create(\"a\", 1) }))")
        {
            Code = "record M(ConcurrentQueue<int> A, ConcurrentStack<int> B, ConcurrentBag<int> C, ConcurrentDictionary<string, int> D);",
            SentOnly = true,
        },
        new("ConcurrentReceived", "M", "new(new([1, 2]), new([1, 2]), new(new[] { KeyValuePair.Create(\"a\", 1) }))")
        {
            Code = "record M(ConcurrentQueue<int> A, ConcurrentStack<int> B, ConcurrentDictionary<string, int> D);",
        },
        new("ImmutableCollections", "M", "new([1, 2], [1], [3], ImmutableStack.Create(1, 2), ImmutableQueue.Create(1, 2), [9])")
        {
            Code = "record M(ImmutableArray<int> A, ImmutableList<int> B, ImmutableHashSet<int> C, ImmutableStack<int> D, ImmutableQueue<int> E, ImmutableSortedSet<int> F);",
        },
        new("ImmutableInterfaces", "M", "new([1, 2], [1], ImmutableDictionary<string, int>.Empty.Add(\"a\", 1), ImmutableDictionary<string, int>.Empty.Add(\"b\", 1), ImmutableSortedDictionary<string, int>.Empty.Add(\"c\", 1))")
        {
            Code = """
                record M(IImmutableList<int> A, IImmutableSet<int> B, IImmutableDictionary<string, int> C, ImmutableDictionary<string, int> D,
                    ImmutableSortedDictionary<string, int> E);
                """,
        },
        new("Dictionary", "Dictionary<string, int>", "new() { [\"a b\"] = 1, [\"é\\\"\"] = 2, [\"\"] = 3 }", "new()") { Json = ["""{"a":"x"}""", """{"a":1,"a":2}"""] },
        new("DictionaryInterfaces", "M", "new(new Dictionary<string, int> { [\"A\"] = 1 }, new Dictionary<string, string?> { [\"B\"] = null }, new() { [\"c\"] = [1] })", "new(null!, null!, null!)")
        {
            Code = "record M(IDictionary<string, int> A, IReadOnlyDictionary<string, string?> B, SortedDictionary<string, int[]> C);",
        },
        new("Keys", "M",
            "new() { A = { [1] = 1 }, B = { [Guid.Empty] = 1 }, C = { [true] = 1 }, D = { [DateTime.UnixEpoch] = 1 }, E = { [1.5] = 1 }, F = { [Color.Green] = 1, [(Color)9] = 2 }, G = { [new(\"http://x/\")] = 1 }, H = { ['c'] = 1 } }")
        {
            Code = """
                enum Color { Red, Green }
                class M
                {
                    public Dictionary<int, int> A { get; set; } = []; public Dictionary<Guid, int> B { get; set; } = []; public Dictionary<bool, int> C { get; set; } = [];
                    public Dictionary<DateTime, int> D { get; set; } = []; public Dictionary<double, int> E { get; set; } = [];
                    public Dictionary<Color, int> F { get; set; } = []; public Dictionary<Uri, int> G { get; set; } = []; public Dictionary<char, int> H { get; set; } = [];
                }
                """,
            Json = ["""{"a":{"x":1}}""", """{"f":{"blue":1}}"""],
        },
        new("OwnCollections", "M", "new(new Names { \"a\" }, new Bag { 1 }, new Map { [\"k\"] = 2 })")
        {
            Code = """
                class Names : List<string> { public int Ignored => 1; }
                class Bag : Collection<int>;
                class Map : Dictionary<string, int>;
                record M(Names A, Bag B, Map C);
                """,
        },
        new("OwnEnumerable", "M", "new(new Odd())")
        {
            Code = """
                class Odd : IEnumerable<int>
                {
                    public List<int>.Enumerator GetEnumerator() => new List<int> { 1 }.GetEnumerator();
                    IEnumerator<int> IEnumerable<int>.GetEnumerator() { yield return 3; }
                    IEnumerator IEnumerable.GetEnumerator() => throw new InvalidOperationException();
                }
                record M(Odd A);
                """,
            SentOnly = true,
        },
        new("Memories", "M", "new(new[] { 1, 2 }, new[] { \"a\" })", "new(default, default)") { Code = "record M(Memory<int> A, ReadOnlyMemory<string> B);" },
        new("Pairs", "KeyValuePair<string, int>[]", "new[] { new KeyValuePair<string, int>(\"a\", 1) }") { Json = ["""[{"key":"a","value":1}]""", """[{"key":"a"}]"""] },
        new("NestedCollections", "Dictionary<string, List<Dictionary<string, int?[]>>>", "new() { [\"a\"] = [new() { [\"b\"] = [1, null] }] }"),
        new("ObjectValues", "Dictionary<string, object?>", "new() { [\"a\"] = 1, [\"b\"] = \"x\", [\"c\"] = null, [\"d\"] = true }"),
        new("ReadOnlyCollections", "M", "new(new(new[] { 1 }), new(new Dictionary<string, int> { [\"a\"] = 1 }))")
        {
            Code = "record M(ReadOnlyCollection<int> A, ReadOnlyDictionary<string, int> B);",
            SentOnly = true,
        },
    ];
}
