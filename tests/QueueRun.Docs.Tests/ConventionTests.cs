namespace QueueRun.Docs;

/// <summary>The conventions for code on pages: what makes a program, what is given, and that an error is reported on its line.</summary>
public class ConventionTests
{
    [Fact]
    public async Task A_block_is_a_program_of_its_own()
        => Assert.Equal([[], []], await ComplaintsAsync("""
            ```csharp
            record Move(int X);
            Console.WriteLine(new Move(1));
            ```
            ```csharp
            record Move(string Name);
            ```
            """));

    [Fact]
    public async Task A_block_with_more_belongs_to_the_one_above()
        => Assert.Equal([[]], await ComplaintsAsync("""
            ```csharp
            record Move(int X);
            ```
            ```csharp more
            Console.WriteLine(new Move(1).X);
            ```
            """));

    [Fact]
    public async Task Methods_stand_without_their_class_and_statements_without_their_program()
        => Assert.Equal([[], []], await ComplaintsAsync("""
            ```csharp
            [SocketHandler("[room]/action=enter")]
            internal static void Enter(string room, SocketUser user, Rooms rooms) => rooms.Join(room, user.Id);
            ```
            ```csharp
            var app = builder.Build();
            await socket.To("ann").SendAsync(new { hello = 1 }, token);
            ```
            """));

    [Fact]
    public async Task A_page_gives_its_programs_what_it_does_not_show()
        => Assert.Equal([[]], await ComplaintsAsync("""
            <!-- given
            record Move(int X);
            var move = new Move(1);
            -->
            ```csharp
            Console.WriteLine(move.X);
            ```
            """));

    [Theory]
    [InlineData("[SocketHandler]\nprivate static void Say(string data) => Console.WriteLine(data);", "QR0001")]
    [InlineData("[SocketHandler(\"say\")]\ninternal static void Say() { }", "QR0005")]
    [InlineData("Console.WriteLine(1);\nawait socket.SendAsync((object)1);", "QR0044")]
    [InlineData("Console.WriteLine(1);\nConsole.WriteLine(unknown);", "CS0103")]
    [InlineData("Console.WriteLine(1);\nstring? text = null; Console.WriteLine(text.Length);", "CS8602")]
    public async Task What_is_wrong_is_found_on_its_line(string code, string id)
    {
        var complaint = Assert.Single(Assert.Single(await ComplaintsAsync($"# Page\n\n```csharp\n{code}\n```")));
        Assert.Contains(id, complaint, StringComparison.Ordinal);
        Assert.StartsWith("docs/page.md(", complaint, StringComparison.Ordinal);
        Assert.InRange(int.Parse(complaint.Split('(', ',')[1], System.Globalization.CultureInfo.InvariantCulture), 4, 5);
    }

    [Theory]
    [InlineData("```csharp\n")]
    [InlineData("```csharp more\n```\n")]
    [InlineData("```csharp title=Program.cs\n```\n")]
    public void A_page_that_does_not_keep_to_it_is_refused(string page)
        => Assert.Throws<InvalidDataException>(() => PageProgram.ReadAll(MarkdownPage.Parse("docs/page.md", page)));

    [Fact]
    public void Headings_have_the_ids_that_links_name()
        => Assert.Equal(
            ["what-isocket-is", "again", "again-1", "to-and-to"],
            MarkdownPage.Parse("docs/page.md", "# What `ISocket` is?\n## Again\n## Again\n```text\n# not\n```\n### [To](to.md), and to…").Anchors);

    private static async Task<List<List<string>>> ComplaintsAsync(string page)
    {
        List<List<string>> complaints = [];
        foreach (var program in PageProgram.ReadAll(MarkdownPage.Parse("docs/page.md", page)))
            complaints.Add([.. (await Compiled.FromAsync(program)).Complaints.Select(complaint => complaint.ToString())]);
        return complaints;
    }
}
