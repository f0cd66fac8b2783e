namespace QueueRun.Json.Tests;

internal static partial class Shapes
{
    private static IEnumerable<Shape> Objects =>
    [
        new("Record", "M", "new(\"a\", 1)", "new(null!, 0)") { Code = "record M(string Name, int Age);", Json = ["""{"age":"7","NAME":"x"}""", """{"age":null}"""] },
        new("RecordDefaults", "M", "new()")
        {
            Code = "record M(string A = \"q\\\"\", int B = -3, double C = double.NaN, Color D = Color.Green, DateTime E = default, bool? F = true, char G = '\\'', decimal H = 1.5m, Color? I = Color.Green, string? J = null, long K = long.MinValue, float L = 1.5f); enum Color { Red, Green = -1 }",
            Json = ["""{"c":1}"""],
        },
        new("FewDefaults", "M", "new()", "new(null, null)") { Code = "record M(string? A = \"a\", int? B = 2);", Json = ["""{"a":null}""", """{"b":null}"""] },
        new("RecordWithBody", "M", "new(1) { C = 3, D = 4 }") { Code = "record M(int A) { public int B => A + 1; public int C { get; set; } = 8; public int D { get; init; } = 9; }", Json = ["""{"a":1,"b":7}"""] },
        new("RecordStruct", "M", "new(1, \"x\")", "default") { Code = "readonly record struct M(int A, string B);", Json = ["""{"a":1}"""] },
        new("Struct", "M", "new() { A = 1, B = 2 }") { Code = "struct M { public int A { get; set; } public int B { get; init; } public int C { get; private set; } public readonly int D => 4; }" },
        new("StructWithConstructor", "M", "new(5)") { Code = "readonly struct M { [JsonConstructor] public M(int a) => A = a; public int A { get; } }" },
        new("StructWithParameterless", "M", "new()") { Code = "struct M { public M() { A = 7; } public int A { get; set; } }" },
        new("Class", "M", "new() { A = 1, B = \"x\" }", "new()") { Code = "class M { public int A { get; set; } public string? B { get; set; } = \"initial\"; public string C { get; } = \"get\"; public int D { set { A = value; } } }", Json = ["""{"c":"z","d":"5"}""", """{"a":"1"}"""] },
        new("InitOnly", "M", "new() { A = 1 }") { Code = "class M { public int A { get; init; } = 5; public string B { get; init; } = \"kept\"; public List<int> C { get; init; } = [1]; }", Json = ["""{"b":"set"}""", """{"a":9,"c":[2]}"""] },
        new("Required", "M", "new() { A = 1, B = \"b\" }")
        {
            Code = "class M { public required int A { get; set; } public required string B { get; init; } public string C { get; init; } = \"kept\"; [JsonRequired] public int D { get; set; } }",
            Json = ["""{"a":1,"b":"x","d":2}""", """{"a":1}""", """{"b":null,"a":3,"d":0}"""],
        },
        new("RequiredStruct", "M", "new() { A = 1 }") { Code = "struct M { public required int A { get; init; } }" },
        new("RequiredField", "M", "new() { A = 1 }") { Code = "class M { [JsonInclude] public required int A; }" },
        new("RequiredWithConstructor", "M", "new(1) { B = 2 }") { Code = "class M(int a) { public int A { get; } = a; public required int B { get; set; } }", Json = ["""{"a":1}""", """{"b":1}"""] },
        new("SetsRequired", "M", "new(1)") { Code = "class M { [SetsRequiredMembers, JsonConstructor] public M(int a) => A = a; public M() { } public required int A { get; set; } public required int B { get; set; } }", Json = ["""{"a":1}"""] },
        new("OneConstructor", "M", "new(1, \"x\")") { Code = "class M { public M(int number, string text) { Number = number; Text = text; } public int Number { get; } public string Text { get; } public int More { get; set; } }", Json = ["""{"more":"3","number":"4","text":"t"}"""] },
        new("MarkedConstructor", "M", "new(1)") { Code = "class M { public M() { } [JsonConstructor] internal M(int a) => A = a; public int A { get; } }" },
        new("PrivateConstructor", "M", "M.Make(3)") { Code = "class M { [JsonConstructor] private M(int a) => A = a; public static M Make(int a) => new(a); public int A { get; } }" },
        new("PrivateSetter", "M", "new()") { Code = "class M { public int A { get; private set; } = 1; [JsonInclude] public int B { get; private set; } = 2; [JsonInclude] internal int C { get; set; } = 3; [JsonInclude] public int D = 4; public int E = 5; }", Json = ["""{"a":9,"b":9,"c":9,"d":9,"e":9}"""] },
        new("Nested", "A", "new(new(new(1)))", "new(null)") { Code = "record A(B? B); record B(C C); record C(int X);", Json = ["""{"b":{"c":{"x":"no"}}}"""] },
        new("Recursive", "Node", "new(1, new(2, null, []), [new(3, null, null)])") { Code = "record Node(int Value, Node? Next, List<Node>? Children);" },
        new("RecursiveDictionary", "Tree", "new() { [\"a\"] = new() { [\"b\"] = new() } }") { Code = "class Tree : Dictionary<string, Tree>;" },
        new("Deep", "Node", "Node.Deep(10)", "Node.Deep(60)", "Node.Deep(64)", "Node.Deep(65)", "Node.Deep(200)", "Node.Endless()")
        {
            Code = """
                class Node
                {
                    public int Value { get; set; } public Node? Next { get; set; }
                    public static Node Deep(int depth) => new() { Next = depth <= 1 ? null : Deep(depth - 1) };
                    public static Node Endless() { Node node = new(); node.Next = node; return node; }
                }
                """,
        },
        new("Inherited", "M", "new() { A = 1, B = 2, C = 3 }") { Code = "class Base { public int A { get; set; } public virtual int B { get; set; } } class Middle : Base { public override int B { get => base.B; set => base.B = value + 1; } } class M : Middle { public int C { get; set; } }" },
        new("Hidden", "M", "new()") { Code = "class Base { public int A { get; set; } = 1; public int B { get; set; } = 4; } class M : Base { public new string A { get; set; } = \"new\"; private new int B => 3; }" },
        new("RenamedOverride", "M", "new()") { Code = "class Base { public virtual int A { get; set; } = 1; } class M : Base { [JsonPropertyName(\"other\")] public override int A { get; set; } = 2; }" },
        new("InheritedRecord", "M", "new(1, \"x\", 2)") { Code = "record Base(int A) { public string? Note { get; init; } } record M(int A, string B, int C) : Base(A);" },
        new("DerivedValue", "Base", "new Derived()") { Code = "class Base { public int A { get; set; } } class Derived : Base { public int B { get; set; } }" },
        new("AbstractMember", "M", "new(new Cat())") { Code = "abstract class Animal { public string Name => \"cat\"; public abstract int Legs { get; } } class Cat : Animal { public override int Legs => 4; } record M(Animal A);", SentOnly = true },
        new("InterfaceMember", "M", "new(new Cat())") { Code = "interface INamed { string Name { get; } } interface IAnimal : INamed { int Legs { get; } } class Cat : IAnimal { public string Name => \"cat\"; public int Legs => 4; public int More => 1; } record M(IAnimal A);", SentOnly = true },
        new("Generic", "Envelope<P>", "new(new(1), [new(2)])") { Code = "record P(int X); record Envelope<T>(T Payload, List<T> More);" },
        new("GenericInit", "Envelope<int>", "new() { Payload = 2, Must = 3 }") { Code = "class Envelope<T> where T : struct { public T Payload { get; init; } public string Tag { get; init; } = \"kept\"; public required T Must { get; init; } }", Json = ["""{"must":1}"""] },
        new("GenericNested", "Outer<int>.Inner<string>", "new() { A = 1, B = \"x\" }") { Code = "class Outer<T> { internal class Inner<U> { public T A { get; init; } public U B { get; init; } } }" },
        new("NestedType", "Outer.Inner", "new(1)") { Code = "class Outer { internal record Inner(int X); }" },
        new("Tuple", "Tuple<int, string>", "new(1, \"x\")"),
        new("Empty", "M", "new()") { Code = "class M;" },
        new("Names", "M", "new(1, 2, 3, 4, 5, 6, 7)") { Code = "record M(int ID, int URLValue, int already, int _Under, int Ä, int A1B, int XCoordinate);" },
        new("Keywords", "@class", "new(1, 2, 3)") { Code = "record @class(int @event, int @value, int @namespace);" },
        new("Obsolete", "M", "new()") { Code = "class M { [Obsolete(\"no\")] public int A { get; set; } = 1; }" },
        new("Throws", "M", "new()") { Code = "class M { public int A => throw new NotSupportedException(); }" },
        new("NullableAnnotations", "M", "new([null, \"a\"], new() { [\"k\"] = null }, null)") { Code = "record M(List<string?> A, Dictionary<string, string?> B, string?[]? C);" },
        new("ReadOnlyMembersOfOwn", "M", "new()") { Code = "class M { public List<int> A { get; } = [1]; public Inner B { get; } = new(); } class Inner { public int X { get; set; } = 3; }", Json = ["""{"a":[5],"b":{"x":7}}"""] },
        new("ManyParameters", "M", "new(1, 2, 3, 4, 5, 6, 7)") { Code = "record M(int A, long B, short C, byte D, double E, float F, decimal G) { public int H { get; set; } }", Json = ["""{"h":1,"g":2,"a":3}"""] },
    ];
}
