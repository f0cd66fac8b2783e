using QueueRun.Analyzers.Tests;

namespace QueueRun.Net11.Analyzers.Tests;

/// <summary>What is said of the unions of C# 15, and that the generator agrees.</summary>
public class UnionTests
{
    private const string Cases = """
        using System.Text.Json.Serialization;
        record Cat(string Name); record Dog(string Name, int Age);
        union Pet(Cat, Dog); union Answer(bool, Cat, int[]); union Number(int, string);
        [JsonUnion(TypeClassifier = typeof(JsonUnionTypeStructuralClassifier))] union Shaped(Cat, Box); record Box(int Width);
        record Owner(Pet[] Pets);

        """;

    [Fact]
    public Task An_ambiguous_one_cannot_be_taken() => Analyzed.AssertAsync(Cases + """
        [SocketMessage("adopt")] record Adopt(Owner Owner);
        static class Shop
        {
            [SocketHandler("a=1")] internal static void Take([FromMessage] Pet {|QR0040:pet|}) { }
            [SocketHandler("a=2")] internal static void Count(Number {|QR0040:data|}) { }
            [SocketHandler("a=3")] internal static void Own([FromMessage] Owner {|QR0040:owner|}) { }
            [SocketHandler("a=4/[pet]")] internal static void Property(Pet {|QR0023:pet|}) { }
            [SocketHandler] internal static void Adopt(Adopt {|QR0040:data|}) { }
            [QueueHandler] internal static void Work(Pet {|QR0040:job|}) { }
        }
        """);

    [Fact]
    public Task Any_can_be_sent_and_a_plain_one_taken() => Analyzed.AssertAsync(Cases + """
        static class Shop
        {
            [SocketHandler("a=1")] internal static Pet Give() => new Cat("Tom");
            [SocketHandler("a=2")] internal static async IAsyncEnumerable<Number> Numbers() { await Task.Yield(); yield return 1; }
            [SocketHandler("a=3")] internal static Answer Echo([FromMessage] Answer answer) => answer;
            [SocketHandler("a=4")] internal static Shaped? Shape([FromMessage] Shaped shaped) => shaped;
            [SocketHandler("a=5/[answer]")] internal static Task Property(Answer answer, ISocket socket) => socket.SendAsync(new { pet = (Pet)new Dog("d", 1), answer }).AsTask();
            [QueueHandler] internal static void Work(Answer job) { }
        }
        """);

    [Fact]
    public async Task The_message_names_the_cases_and_the_cure()
        => Assert.Equal(
            ["No JSON code for 'Pet': 'Pet' cannot be read: an object may be its case 'Cat' or 'Dog'; name a classifier with [JsonUnion(TypeClassifier = …)], "
                + "use a record with [JsonDerivedType]s, or take each case in a handler of its own"],
            await Analyzed.MessagesAsync(Cases + "static class Shop { [SocketHandler(\"a=1\")] internal static void Take([FromMessage] Pet pet) { } }"));
}
