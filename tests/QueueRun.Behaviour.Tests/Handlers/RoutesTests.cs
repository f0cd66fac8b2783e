namespace QueueRun.Behaviour;

/// <summary>Routes.</summary>
public abstract class RoutesTests(ServerHost host) : BehaviourTests(host)
{
    [Theory]
    // More literal conditions win over fewer, then more conditions.
    [InlineData("""{"test":"route"}""", "test=route")]
    [InlineData("""{"test":"route","kind":"b"}""", "[kind] b")]
    [InlineData("""{"test":"route","kind":"b","room":"r"}""", "[kind]/[room] b r")]
    [InlineData("""{"test":"route","kind":"a"}""", "kind=a")]
    [InlineData("""{"test":"route","kind":"a","room":"r"}""", "kind=a")]
    [InlineData("""{"test":"route","room":"r"}""", "test=route")]
    // The order of properties says nothing.
    [InlineData("""{"room":"r","kind":"b","more":{"test":"x"},"test":"route"}""", "[kind]/[room] b r")]
    // What remains is decided by the ordinal order of the routes' texts.
    [InlineData("""{"test":"tie","b":1,"a":1}""", "[a]")]
    [InlineData("""{"test":"tie","b":1}""", "[b]")]
    // A value in quotes holds what conditions are written with.
    [InlineData("""{"test":"a/b=[c]'d"}""", "quoted")]
    // Any language, and written as JSON allows.
    [InlineData("""{"test":"grüße👋"}""", "grüße")]
    [InlineData("""{"\u0074est":"gr\u00fc\u00dfe\ud83d\udc4b"}""", "grüße")]
    // Several attributes on one method; a method of a nested class.
    [InlineData("""{"test":"one"}""", "one or other")]
    [InlineData("""{"test":"other"}""", "one or other")]
    [InlineData("""{"test":"nested"}""", "nested")]
    public async Task The_most_specific_route_takes_the_message(string message, string answer) => await ExpectAsync(message, answer);

    [Theory]
    [InlineData("""{"test":"route","kind":null}""", "test=route")]
    [InlineData("""{"test":"route","kind":""}""", "test=route")]
    [InlineData("""{"test":"route","kind":"\u0020"}""", "[kind]  ")]
    [InlineData("""{"test":"route","kind":false}""", "[kind] false")]
    [InlineData("""{"test":"route","kind":0}""", "[kind] 0")]
    [InlineData("""{"test":"tie","a":[]}""", "[a]")]
    [InlineData("""{"test":"tie","a":{}}""", "[a]")]
    public async Task Present_means_neither_null_nor_empty_text(string message, string answer) => await ExpectAsync(message, answer);

    [Theory]
    [InlineData("7", "code=7")]
    [InlineData("\"7\"", "code=7")]
    [InlineData("7.0", "any code")]
    [InlineData("70", "any code")]
    [InlineData("[7]", "any code")]
    [InlineData("true", "code=true")]
    [InlineData("\"true\"", "code=true")]
    [InlineData("\"True\"", "any code")]
    [InlineData("false", "any code")]
    public async Task A_value_is_a_string_or_the_text_of_a_number_or_boolean(string code, string answer)
        => await ExpectAsync($$"""{"test":"code","code":{{code}}}""", answer);

    [Theory]
    [InlineData("""{"test":"one","test":"route"}""", "test=route")]
    [InlineData("""{"test":"route","kind":"a","kind":"b"}""", "[kind] b")]
    [InlineData("""{"test":"route","kind":"b","kind":"a"}""", "kind=a")]
    [InlineData("""{"test":"route","kind":"a","kind":null}""", "test=route")]
    [InlineData("""{"test":"property","text":"first","text":"last"}""", "text last")]
    public async Task Of_duplicate_properties_the_last_counts(string message, string answer) => await ExpectAsync(message, answer);

    [Theory]
    [InlineData("""{"Test":"route"}""", "Test")]
    [InlineData("""{"test":"route","TEST":"one"}""", "TEST")]
    [InlineData("""{"test":"route","Kind":"a"}""", "Kind")]
    [InlineData("""{"\u0054est":"route"}""", "Test")]
    [InlineData("""{"test":"property","text":"first","Text":"last"}""", "Text")]
    public async Task A_name_that_leads_elsewhere_if_case_is_ignored_is_an_error(string message, string name)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("routes"));
        await client.SendAsync(message);
        Assert.Contains(name, await client.ExpectErrorAsync(), StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"test":"one","Kind":"a"}""", "one or other")] // a property of other routes
    [InlineData("""{"test":"route","TEST":"route"}""", "test=route")]
    [InlineData("""{"TEST":"one","test":"route"}""", "test=route")] // the last counts
    [InlineData("""{"test":"property","text":"same","Text":"same"}""", "text same")]
    public async Task A_name_that_changes_nothing_is_nobodys_business(string message, string answer) => await ExpectAsync(message, answer);

    [Theory]
    [InlineData("""{"test":"route","more":{"Test":"one"}}""", "test=route")]
    [InlineData("""{"test":"one","other":{"test":"route"}}""", "one or other")]
    public async Task Only_the_top_level_counts(string message, string answer) => await ExpectAsync(message, answer);

    [Theory]
    [InlineData("\"text\":\"as it is\"", "text as it is")]
    [InlineData("\"text\":12.50", "text 12.50")]
    [InlineData("\"text\":true", "text true")]
    [InlineData("\"text\":\"\\u00e9\\n\"", "text é\n")]
    [InlineData("\"count\":12", "count 12")]
    [InlineData("\"day\":\"2026-11-24\"", "day 2026-11-24")]
    [InlineData("\"items\":[1,2,3]", "items 1+2+3")]
    [InlineData("\"point\":{\"x\":1,\"Y\":2}", "point 1,2 of property")]
    public async Task A_parameter_with_the_name_of_a_property_receives_it(string property, string answer)
        => await ExpectAsync($$"""{"test":"property",{{property}}}""", answer);

    [Theory]
    [InlineData("\"text\":[1]", "$.text: expected ")]
    [InlineData("\"text\":{}", "$.text: expected ")]
    [InlineData("\"count\":\"x\"", "$.count: expected a number")]
    [InlineData("\"count\":1.5", "$.count: expected ")]
    [InlineData("\"count\":99999999999", "$.count: expected ")]
    [InlineData("\"day\":\"yesterday\"", "$.day: expected ")]
    [InlineData("\"items\":[1,\"x\"]", "$.items[1]: expected a number")]
    [InlineData("\"point\":{\"x\":true}", "$.point.x: expected a number")]
    public async Task A_property_that_does_not_fit_is_an_error_that_names_it(string property, string error)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("routes"));
        await client.SendAsync($$"""{"test":"property",{{property}}}""");
        Assert.StartsWith(error, await client.ExpectErrorAsync(), StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_type_of_a_message_can_be_its_route()
    {
        await ExpectAsync("""{"type":"typed","number":1}""", """{"type":"typed","type2":null,"number":2}""");

        var user = Fresh("routes");
        await using var client = await Server.ConnectAsUserAsync(user);
        await client.SendAsync("""{"action":"say","room":"r","text":"hi"}""");
        await client.ExpectTextAsync($$"""{"event":"said","room":"r","from":"{{user}}","text":"hi"}""");

        await client.SendAsync("""{"action":"say","room":"r","text":"hi","to":"bob"}""");
        await client.ExpectTextAsync("to bob: hi");
    }

    private async Task ExpectAsync(string message, string answer)
    {
        await using var client = await Server.ConnectAsUserAsync(Fresh("routes"));
        await client.SendAsync(message);
        await client.ExpectTextAsync(answer);
    }
}

public sealed class RoutesInProcess(InProcessHost host) : RoutesTests(host);

public sealed class RoutesInBinary(BinaryHost host) : RoutesTests(host);
