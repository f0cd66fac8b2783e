using QueueRun.Analysis;

namespace QueueRun.Generators.Tests;

public class GeneratedNamesTests
{
    [Theory]
    [InlineData("App", "App")]
    [InlineData("My.App", "My_App")]
    [InlineData("My_App", "My__App")]
    [InlineData("my-app", "my_x002Dapp")]
    [InlineData("My App", "My_x0020App")]
    [InlineData("3D.App", "_3D_App")]
    [InlineData("Käse", "Käse")]
    [InlineData("a\u200Db", "a_x200Db")]
    [InlineData("", "_")]
    [InlineData("event", "_event")]
    [InlineData("my.event", "my_event")]
    [InlineData("My_.App", "My___App")]
    [InlineData("My._App", "My_x002E__App")]
    [InlineData("A..B", "A_x002E_B")]
    [InlineData("Lib.x002DB", "Lib_x002Ex002DB")]
    [InlineData("Lib-B", "Lib_x002DB")]
    [InlineData(".event", "_x002Eevent")]
    public void An_assembly_name_becomes_an_identifier(string name, string identifier) => Assert.Equal(identifier, GeneratedNames.Identifier(name));

    [Fact]
    public void Two_names_never_become_one()
    {
        string[] pieces = [".", "_", "x", "-", "002D", "3", "a", "event"];
        var all = from a in pieces from b in pieces from c in pieces from d in pieces select a + b + c + d;
        var names = all.Concat(pieces).Distinct().ToList();

        Assert.Equal(names.Count, names.Select(GeneratedNames.Identifier).Distinct().Count());
    }

    [Theory]
    [InlineData("room", "room")]
    [InlineData("event", "@event")]
    [InlineData("await", "@await")]
    [InlineData("field", "@field")]
    public void A_keyword_is_escaped(string name, string escaped) => Assert.Equal(escaped, GeneratedNames.Escape(name));
}
