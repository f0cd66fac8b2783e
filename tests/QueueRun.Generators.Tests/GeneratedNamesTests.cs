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
    public void An_assembly_name_becomes_an_identifier(string name, string identifier) => Assert.Equal(identifier, GeneratedNames.Identifier(name));

    [Theory]
    [InlineData("room", "room")]
    [InlineData("event", "@event")]
    [InlineData("await", "@await")]
    [InlineData("field", "@field")]
    public void A_keyword_is_escaped(string name, string escaped) => Assert.Equal(escaped, GeneratedNames.Escape(name));
}
