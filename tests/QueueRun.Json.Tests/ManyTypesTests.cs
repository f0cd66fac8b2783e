using Microsoft.CodeAnalysis;

namespace QueueRun.Json.Tests;

/// <summary>A program with many messages has several files of each kind, and an edit of one message emits few of them again.</summary>
public class ManyTypesTests
{
    private const int Messages = 200;

    private const string Rest = """
        class Tree { public int Value { get; set; } public List<Tree> Children { get; set; } = []; }
        enum Mood { Calm, Merry }
        [SocketMessage("kind", "wrapped")] record Wrapped(Message000 First, Tree Tree, object Any, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)] int Zero = 0);
        static class Chat
        {
            internal static async Task M(ISocket socket)
            {
                await socket.SendAsync(new { x = new[] { new { y = Mood.Calm } }, message = new Message001("text", 1, []) });
                await socket.SendAsync(new Wrapped(new("text", 0, []), new(), 1));
            }
            [SocketHandler("wrapped=1")] internal static Tree Wrapped(Wrapped data, Mood mood = Mood.Merry) => data.Tree;
        }
        """;

    private static readonly GeneratorRun s_before = GeneratorRun.Of([.. Enumerable.Range(0, Messages / 20).Select(File), Rest]);

    [Fact]
    public void Each_kind_has_several_files_and_one_for_what_they_share()
    {
        foreach (var (kind, shares) in new[] { ("Contracts", true), ("Readers", false), ("Writers", true) })
        {
            var files = s_before.FileNames.Where(name => name.StartsWith($"Messages.{kind}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
            string[] shared = shares ? [$"Messages.{kind}.g.cs"] : [];
            Assert.Equal([.. Enumerable.Range(1, 4).Select(i => $"Messages.{kind}.0{i}.g.cs"), .. shared], files);
        }
        Assert.Contains("Part 2 of 4", s_before.File("Messages.Writers.02.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("string Text, int Count000", "string Text, int Total000")]
    [InlineData("string Text, int Count123", "string Text, string New123, int Count123")]
    [InlineData("int Count007, List<int> Numbers", "int Count007")]
    public void An_edit_of_a_member_writes_one_part_of_each_kind(string old, string @new)
    {
        var after = s_before.Edit(old, @new);
        after.AssertCompiles();
        var rewritten = after.EmittedSince(s_before).ToList();
        Assert.Equal(["Contracts", "Readers", "Writers"], rewritten.Where(IsPart).Select(name => name.Split('.')[1]).Order(StringComparer.Ordinal));
        // A new name is encoded in the file of all names.
        Assert.DoesNotContain(rewritten.Where(name => !IsPart(name) && name.StartsWith("Messages.", StringComparison.Ordinal)), name => name != "Messages.Writers.g.cs");
        Assert.Empty(after.Edit(@new, old).Rewritten(s_before));
    }

    [Fact]
    public void A_new_message_writes_one_part_of_each_kind_and_what_names_it()
    {
        var after = s_before.Edit("record Message042(", "record Added(int X); static class Adding { [SocketHandler(\"added=1\")] internal static Added M(Added data) => data; }\nrecord Message042(");
        after.AssertCompiles();
        var rewritten = after.Rewritten(s_before).Where(name => name.StartsWith("Messages.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["Contracts", "Readers", "Writers"], rewritten.Where(IsPart).Select(name => name.Split('.')[1]).Order(StringComparer.Ordinal));
        Assert.Contains("Messages.g.cs", rewritten);
        Assert.Contains("Messages.Contracts.g.cs", rewritten);
    }

    [Fact]
    public void Few_types_are_in_one_file()
        => Assert.DoesNotContain(GeneratorRun.Of(File(0), File(1)).FileNames, IsPart);

    private static bool IsPart(string name) => name.StartsWith("Messages.", StringComparison.Ordinal) && name.Split('.') is [_, _, [>= '0' and <= '9', ..], ..];

    private static string File(int file)
    {
        var messages = Enumerable.Range(file * 20, 20).Select(i => $"{i:000}").ToList();
        return $$"""
            {{string.Join("\n", messages.Select(i => $"record Message{i}(string Text, int Count{i}, List<int> Numbers);"))}}
            static class Chat{{file}}
            {
                {{string.Join("\n    ", messages.Select(i => $"[SocketHandler(\"a=m{i}\")] internal static Message{i} M{i}([FromMessage] Message{i} data) => data;"))}}
            }
            """;
    }
}
