using System.Text.Json.Nodes;

namespace QueueRun.Clients;

/// <summary>Every kind of change of a contract, by who sends and who reads: those that break clients are named, the others are not.</summary>
public sealed class LockTests
{
    private const string Order = "/components/schemas/Order", Price = "/components/schemas/Price", Said = "/components/schemas/Said";
    private const string Messages = "/channels/default/messages";
    private const string OrderIs = "the handler \"price\": ", PriceIs = "the answer of the handler \"price\": ", SaidIs = "the message \"said\": ";

    /// <summary>What the change is, how it is made, and what is said of it.</summary>
    public static TheoryData<string, string, string> Breaking => new()
    {
        // Handlers and messages.
        { "a handler is gone", "remove /operations/receive.say", "the handler \"say\" is gone" },
        { "a handler of an endpoint is gone", "remove /operations/receive.admin.banUser", "the handler \"banUser\" of the endpoint \"admin\" is gone" },
        { "a message is gone", "remove /operations/send.said", "the message \"said\" is gone" },
        { "sign-in is gone", "remove /operations/authenticate", "the message of [Authenticate] is gone" },
        { "a route's value", $"set {Messages}/say/payload/properties/action/const \"speak\"", "the handler \"say\" is known by action=speak, and was by action=say" },
        { "a route's property", $"set {Messages}/ping2/payload/properties/more {{\"const\":true}}", "the handler \"ping2\" is known by action=ping2, more=true, and was by action=ping2" },
        { "a message's value", $"set {Messages}/event.said/payload/properties/event/const \"told\"", "the message \"said\" is known by event=told, and was by event=said" },
        { "text instead of bytes", $"set {Messages}/bytes/contentType \"text/plain\"", "the handler \"bytes\" takes text, and took bytes" },
        { "JSON instead of text", $"remove {Messages}/text/contentType", "the handler \"text\" takes JSON, and took text" },
        { "no answer any more", "remove /operations/receive.price/reply", "the handler \"price\" does not answer with a value any more" },
        { "an answer that was a stream", "remove /operations/receive.ticks/x-queuerun-stream", "the handler \"ticks\" is no stream any more" },
        { "a stream that was an answer", "set /operations/receive.price/x-queuerun-stream true", "the handler \"price\" is a stream, and was not" },

        // What clients send.
        { "a member becomes required", $"add {Order}/required \"count\"", OrderIs + "\"count\" is required now" },
        { "a new required member", $"set {Order}/properties/table {{\"type\":\"integer\"}};add {Order}/required \"table\"", OrderIs + "\"table\" is required now" },
        { "a property of the route becomes required", $"set {Messages}/say/payload/properties/to {{\"type\":\"string\"}};add {Messages}/say/payload/required \"to\"", "the handler \"say\": \"to\" is required now" },
        { "a sent member's type", $"set {Order}/properties/dish {{\"type\":\"integer\",\"format\":\"int32\"}}", OrderIs + "\"dish\" is integer (int32), and was string" },
        { "a sent member's format", $"set {Order}/properties/day/format \"uuid\"", OrderIs + "\"day\" is string (uuid), and was string (date)" },
        { "a sent number has less room", $"set {Order}/properties/count/format \"int16\"", OrderIs + "\"count\" is integer (int16), and was integer (int32)" },
        { "a sent number has no sign", $"set {Order}/properties/count/format \"uint32\"", OrderIs + "\"count\" is integer (uint32), and was integer (int32)" },
        { "a sent text may not be empty", $"set {Order}/properties/dish/minLength 1", OrderIs + "\"dish\" is string that is not empty, and was string" },
        { "null is not taken any more", $"set {Order}/properties/extras/type \"object\"", OrderIs + "\"extras\" does not take null any more" },
        { "a dictionary's values", $"set {Order}/properties/extras/additionalProperties/type \"string\"", OrderIs + "\"extras{}\" is string (int32), and was integer (int32)" },
        { "a value of an enum is not taken any more", "remove /components/schemas/Spice/enum/1", OrderIs + "\"spice\" does not take 1 any more" },
        { "other members are refused", $"set {Order}/additionalProperties false;remove {Order}/properties/count", OrderIs + "\"count\" is not taken any more" },
        { "an item of a sent array", "set /components/schemas/PageOfSymbol/properties/items/items {\"type\":\"string\"}", "the handler \"ticks\": \"items[]\" is string, and was an object" },
        { "any JSON becomes an object", $"set {Messages}/other/payload {{\"type\":\"object\",\"properties\":{{}}}}", "the handler \"other\": it is an object, and was any JSON" },
        { "what signs in", "add /components/schemas/SignIn/required \"device\"", "the message of [Authenticate]: \"device\" is required now" },

        // What clients read.
        { "a read member is gone", $"remove {Price}/properties/id;drop {Price}/required \"id\"", PriceIs + "\"id\" is gone" },
        { "a read member may be missing", $"drop {Price}/required \"id\"", PriceIs + "\"id\" may be missing now" },
        { "a read member may be null", $"set {Price}/properties/at/type [\"string\",\"null\"]", PriceIs + "\"at\" may be null now" },
        { "a read member's type", $"set {Price}/properties/id {{\"type\":\"string\"}}", PriceIs + "\"id\" is string, and was integer (int64)" },
        { "a read number has more room", "set /components/schemas/Said/properties/text {\"type\":\"integer\",\"format\":\"int64\"}", SaidIs + "\"text\" is integer (int64), and was string" },
        { "an answer may be null", $"set {Messages}/result.PriceOrNull/payload/properties/result {{\"anyOf\":[{{\"type\":\"null\"}},{{\"type\":\"string\"}}]}}", PriceIs + "it may be string now" },
        { "a value of an enum that clients do not know", "add /components/schemas/Side/enum \"Hold\"", "the items of the handler \"ticks\": \"side\" may be \"Hold\" now" },
        { "a variant that clients do not know", "add /components/schemas/Shape/anyOf {\"type\":\"object\",\"properties\":{\"$type\":{\"const\":\"line\"}},\"required\":[\"$type\"]}", SaidIs + "\"picture\" may be an object with $type=\"line\" now" },
        { "a variant is read otherwise", "remove /components/schemas/Circle/properties/radius;drop /components/schemas/Circle/required \"radius\"", SaidIs + "\"picture.radius\" is gone" },
        { "what could be known cannot any more", $"set {Price}/properties/at {{\"x-queuerun-unknown\":true}}", PriceIs + "\"at\" is any JSON, and was string (date-time)" },
    };

    /// <summary>What the change is, and how it is made.</summary>
    public static TheoryData<string, string> Harmless => new()
    {
        { "nothing", "" },
        { "a new handler", "copy /operations/receive.say /operations/receive.shout" },
        { "a new message", "copy /operations/send.said /operations/send.told" },
        { "a new endpoint", "set /channels/second {\"x-queuerun-endpoint\":\"second\",\"messages\":{}}" },
        { "an answer where there was none", "copy /operations/receive.price/reply /operations/receive.say/reply" },
        { "descriptions", $"set {Said}/description \"Other words.\";set /operations/receive.say/description \"Other words.\"" },
        { "a route's text", "set /operations/receive.say/x-queuerun-route \"action=say/[room]\"" },
        { "names of an enum's numbers", "set /components/schemas/Spice/x-queuerun-names [\"Soft\",\"Hard\"]" },

        { "a new optional member is taken", $"set {Order}/properties/table {{\"type\":\"integer\"}}" },
        { "a sent member need not be there", $"drop {Order}/required \"dish\"" },
        { "a sent member is ignored", $"remove {Order}/properties/count" },
        { "null is taken", $"set {Order}/properties/dish/type [\"string\",\"null\"]" },
        { "a sent number has more room", $"set {Order}/properties/count/format \"int64\"" },
        { "a default", $"set {Order}/properties/count/default 2" },
        { "a value of an enum is taken", "add /components/schemas/Spice/enum 2" },
        { "any JSON is taken", $"set {Messages}/text/payload {{}}" },

        { "a new member is sent", $"set {Price}/properties/tax {{\"type\":\"number\"}};add {Price}/required \"tax\"" },
        { "a read member is always there", $"set {Said}/properties/text {{\"type\":\"string\",\"minLength\":1}}" },
        { "a read answer is never null", $"set {Messages}/result.PriceOrNull/payload/properties/result {{\"$ref\":\"#{Price}\"}}" },
        { "a read number has less room", $"set {Price}/properties/id/format \"int32\"" },
        { "a value of an enum is not sent any more", "remove /components/schemas/Side/enum/1" },
        { "a variant is not sent any more", "remove /components/schemas/Shape/anyOf/1" },
        { "a schema has another name", $"copy {Price} /components/schemas/Cost;set {Messages}/result.PriceOrNull/payload/properties/result/anyOf/0/$ref \"#/components/schemas/Cost\"" },
    };

    [Theory]
    [MemberData(nameof(Breaking))]
    public void A_change_that_breaks_clients_is_named(string what, string edit, string expected)
    {
        var changes = ContractChanges.Between(Example(), Example(edit));
        Assert.True(changes.Contains(expected), $"{what}: expected «{expected}», found «{string.Join("», «", changes)}»");
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void A_change_that_breaks_nobody_is_taken(string what, string edit)
        => Assert.True(ContractChanges.Between(Example(), Example(edit)) is [], $"{what}: {string.Join(", ", ContractChanges.Between(Example(), Example(edit)))}");

    /// <summary>The other way round most harmless changes break clients, and each is found.</summary>
    [Fact]
    public void Sign_in_that_is_new_breaks_clients()
        => Assert.Contains("clients must sign in now: [Authenticate] is new", ContractChanges.Between(Example("remove /operations/authenticate"), Example()));

    [Fact]
    public void The_file_has_a_line_for_each_property()
    {
        var (before, after) = (ContractText.Of(Example().Root).Split('\n'), ContractText.Of(Example($"set {Order}/properties/count/default 2").Root).Split('\n'));
        Assert.Equal(before.Length, after.Length);
        var difference = before.Zip(after).Single(pair => pair.First != pair.Second);
        Assert.Equal(("\"default\": 1", "\"default\": 2"), (difference.First.Trim(), difference.Second.Trim()));
    }

    /// <summary>The example, with changes: <c>set</c>, <c>add</c> (to an array), <c>drop</c> (from an array), <c>remove</c>, <c>copy</c>.</summary>
    internal static Contract Example(string edits = "")
    {
        var contract = Contract.Parse(File.ReadAllText(Repository.PathOf("tests", "QueueRun.Clients.Tests", "Example.asyncapi.json")));
        foreach (var edit in edits.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = edit.Split(' ', 3);
            var (parent, name) = Find(contract.Root, words[1]);
            var value = words is [not "copy", _, var json] ? JsonNode.Parse(json) : null;
            var there = parent is JsonArray items ? items[int.Parse(name)] : parent[name];
            switch (words[0])
            {
                case "set": parent[name] = value; break;
                case "add": there!.AsArray().Add(value); break;
                case "drop": Assert.Equal(1, there!.AsArray().RemoveAll(item => JsonNode.DeepEquals(item, value))); break;
                case "copy":
                    var (to, newName) = Find(contract.Root, words[2]);
                    to[newName] = there!.DeepClone();
                    break;
                default:
                    if (parent is JsonArray array) array.RemoveAt(int.Parse(name));
                    else Assert.True(parent.AsObject().Remove(name), $"{words[1]} is not there");
                    break;
            }
        }

        return contract;
    }

    private static (JsonNode Parent, string Name) Find(JsonNode root, string pointer)
    {
        var parts = pointer.Split('/')[1..];
        foreach (var part in parts[..^1]) root = (root is JsonArray items ? items[int.Parse(part)] : root[part]) ?? throw new InvalidOperationException($"{part} of {pointer} is missing");
        return (root, parts[^1]);
    }
}
