namespace QueueRun.Clients;

/// <summary>The contracts of several assemblies become one.</summary>
public sealed class MergeTests
{
    [Fact]
    public void A_program_has_the_handlers_of_its_libraries()
    {
        var own = LockTests.Example("remove /operations/receive.say;remove /channels/default/messages/say;remove /components/schemas/Say");
        var whole = ContractMerge.All(own, [LockTests.Example("set /info/title \"Library\"")])!;
        Assert.Equal("web", whole.Title);
        Assert.Equal(ContractText.Of(ContractMerge.All(LockTests.Example(), [])!.Root), ContractText.Of(whole.Root));
    }

    [Fact]
    public void A_schema_of_a_library_that_differs_gets_the_librarys_name()
    {
        var library = LockTests.Example(
            "set /info/title \"My.Library\";set /components/schemas/Circle/properties/name/type \"integer\";remove /operations/send.said;copy /operations/receive.say /operations/receive.draw;"
            + "set /operations/receive.draw/messages/0/$ref \"#/channels/default/messages/draw\";set /channels/default/messages/draw {\"payload\":{\"$ref\":\"#/components/schemas/Shape\"}};"
            + "remove /channels/default/messages/event.said");
        var whole = ContractMerge.All(LockTests.Example(), [library])!;
        Assert.Equal("#/components/schemas/Shape_My_Library", whole.Channels["default"]!["messages"]!["draw"]!["payload"]!["$ref"]!.GetValue<string>());
        Assert.Equal("#/components/schemas/Circle_My_Library", whole.Schemas["Shape_My_Library"]!["anyOf"]![0]!["allOf"]![0]!["$ref"]!.GetValue<string>());
        Assert.Equal("string", whole.Schemas["Circle"]!["properties"]!["name"]!["type"]!.GetValue<string>());
        Assert.Equal([], ContractChanges.Between(LockTests.Example(), whole));
    }

    [Fact]
    public void One_name_for_two_handlers_is_an_error()
    {
        var library = LockTests.Example("set /info/title \"Library\";set /channels/default/messages/say/payload/properties/action/const \"speak\"");
        var error = Assert.Throws<FormatException>(() => ContractMerge.All(LockTests.Example(), [library]));
        Assert.Equal("web and Library both have \"say\", and these differ. Give one of them another name: [SocketHandler(Name = \"…\")]", error.Message);
    }

    [Theory]
    [InlineData("no JSON", "it is not JSON")]
    [InlineData("[]", "it has no \"x-queuerun-contract\"")]
    [InlineData("{\"x-queuerun-contract\":2}", "its \"x-queuerun-contract\" is 2, and this version of QueueRun reads 1")]
    public void What_is_no_contract_is_refused(string text, string expected)
        => Assert.StartsWith(expected, Assert.Throws<FormatException>(() => Contract.Parse(text)).Message, StringComparison.Ordinal);
}
