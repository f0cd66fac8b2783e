using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using QueueRun.Routing;

namespace QueueRun.Runtime.Tests;

public class RouteTableTests
{
    [Theory]
    [InlineData("""{"action":"enter","room":"x"}""", "[room]/action=enter")]
    [InlineData("""{"room":"x","action":"enter"}""", "[room]/action=enter")]
    [InlineData("""{"action":"enter"}""", "action=enter")]
    [InlineData("""{"action":"enter","room":""}""", "action=enter")]
    [InlineData("""{"action":"enter","room":null}""", "action=enter")]
    [InlineData("""{"action":"enter","room":{"a":[1]}}""", "[room]/action=enter")]
    [InlineData("""{"action":"leave","room":"x"}""", "[room]")]
    [InlineData("""{"action":"leave","action":"enter"}""", "action=enter")]
    [InlineData("""{"action":"enter","action":"leave"}""", null)]
    [InlineData("""{"\u0061ction":"\u0065nter"}""", "action=enter")]
    [InlineData("""{"count":1}""", "count=1")]
    [InlineData("""{"count":"1"}""", "count=1")]
    [InlineData("""{"count":1.0}""", null)]
    [InlineData("""{"count":true}""", "count=true")]
    [InlineData("""{"nested":{"action":"enter"}}""", null)]
    [InlineData("""{"action":["enter"]}""", null)]
    [InlineData("""{"action":"\ud800"}""", null)]
    [InlineData("""{"\ud800":"enter"}""", null)]
    [InlineData("[]", null)]
    [InlineData("17", null)]
    public void Finds_the_most_specific_route_that_matches(string message, string? route)
    {
        var table = Table("[room]/action=enter", "action=enter", "[room]", "count=1", "count=true");
        Assert.Equal(route, Find(table, message, out _));
    }

    [Theory]
    [InlineData("""{"Action":"enter"}""", "Action", "action")]
    [InlineData("""{"action":"enter","ACTION":"leave"}""", "ACTION", "action")]
    [InlineData("""{"ACTION":"leave","action":"leave","Action":"enter"}""", "ACTION", "action")]
    [InlineData("""{"\u0041ction":"enter"}""", "Action", "action")]
    [InlineData("""{"ÜBER":1}""", "ÜBER", "über")]
    [InlineData("""{"über":1,"ÜBER":2}""", "ÜBER", "über")] // the same route, with another value
    [InlineData("""{"über":1,"\u00DCber":2}""", "Über", "über")]
    public void A_name_is_told_that_would_lead_elsewhere_if_case_were_ignored(string message, string written, string expected)
    {
        Find(Table("action=enter", "[über]"), message, out var misspelled);
        Assert.Equal((written, expected), misspelled);
    }

    [Theory]
    [InlineData("""{"t":"other","id":5}""", "t=other")] // what another route calls ID
    [InlineData("""{"t":"other","Id":5,"iD":6}""", "t=other")]
    [InlineData("""{"T":"leave","t":"other"}""", "t=other")] // the last counts
    [InlineData("""{"t":"other","T":"other"}""", "t=other")]
    [InlineData("""{"T":"none"}""", null)]
    [InlineData("""{"id":5}""", null)]
    [InlineData("""{"t":"own","ID":1}""", "t=own/[ID]")]
    [InlineData("""{"t":"own","ID":1,"id":1}""", "t=own/[ID]")] // the same value
    [InlineData("""{"t":"own","id":2,"ID":1}""", "t=own/[ID]")]
    public void A_name_that_changes_nothing_is_nobodys_business(string message, string? route)
    {
        Assert.Equal(route, Find(Table("t=own/[ID]", "t=other"), message, out var misspelled));
        Assert.Null(misspelled);
    }

    [Theory]
    [InlineData("""{"Limit":1}""", "$.Limit: expected the name \"limit\"")]
    [InlineData("""{"limit":1,"LIMIT":2}""", "$.LIMIT: expected the name \"limit\"")]
    [InlineData("""{"LIMIT":2,"limit":1}""", null)] // the last counts, either way
    [InlineData("""{"limit":1}""", null)]
    [InlineData("""{"other":1}""", null)]
    public void A_name_that_the_default_handler_may_be_given_is_told_too(string message, string? expected)
    {
        HandlerDescriptor handler = new()
        {
            Name = "Default", Kind = MessageKind.Json, RouteText = "[limit?]", Route = [], OptionalProperties = ["limit"], InvokeAsync = _ => default,
        };
        HandlerTable table = new([handler], [], new(new ServiceCollection()), new());
        var bytes = Encoding.UTF8.GetBytes(message);

        var isFound = Dispatch.TryFind(table, new(IsText: true, new(bytes, bytes.Length)), new(), out _, out var error);

        Assert.Equal(expected, error);
        Assert.Equal(expected is null, isFound);
    }

    [Fact]
    public void Routes_that_differ_only_in_case_are_one_when_case_is_ignored()
    {
        var table = Table("a=1", "A=1", "[b]", "[B]/[c]");
        foreach (var (message, route) in new[] { ("""{"a":1}""", "a=1"), ("""{"A":1}""", "A=1"), ("""{"b":1}""", "[b]"), ("""{"B":1,"c":1}""", "[B]/[c]") })
        {
            Assert.Equal(route, Find(table, message, out var misspelled));
            Assert.Null(misspelled);
        }

        // With more conditions, the other route would win.
        Assert.Equal("[b]", Find(table, """{"c":1,"b":1}""", out var told));
        Assert.Equal(("b", "B"), told);
    }

    [Fact]
    public void Neither_reading_allocates()
    {
        var table = Table("t=own/[ID]", "t=other");
        var properties = new MessageProperties();
        byte[][] messages = ["""{"t":"other","id":5}"""u8.ToArray(), """{"t":"own","ID":1,"id":1}"""u8.ToArray()];
        Match();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Match();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Match()
        {
            foreach (var message in messages)
            {
                table.Read(message, properties);
                if (table.Find(message, properties, otherwise: null, out var misspelled) is null || misspelled is not null) throw new InvalidOperationException();
                properties.Clear();
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":}")]
    [InlineData("nope")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"action\":tru}")]
    public void Refuses_what_is_not_one_JSON_document(string message)
        => Assert.ThrowsAny<JsonException>(() => Find(Table("action=enter"), message, out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Takes_64_levels(int depth, bool taken)
    {
        var message = $$"""{"a":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""";
        var error = Record.Exception(() => Find(Table("action=enter"), message, out _));
        Assert.Equal(taken, error is null);
    }

    [Fact]
    public void Two_handlers_of_one_route_are_refused_whatever_the_order_of_the_conditions()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Table("a=1/[b]", "[b]/a=1"));
        Assert.Contains("take the same route", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_is_there_and_one_that_is_empty_are_two_routes()
    {
        var table = Table("a=", "[a]");
        Assert.Equal("a=", Find(table, """{"a":""}""", out _));
        Assert.Equal("[a]", Find(table, """{"a":"x"}""", out _));
    }

    [Theory]
    [InlineData("abcd", 3, 12, 5, 20_000)]
    [InlineData("abcdefgh", 5, 120, 8, 2_000)]
    [InlineData("abcdefghijklmnopqrstuvwxyzäöü", 2, 300, 40, 500)] // more properties than are searched one by one
    public void Agrees_with_a_list_walk(string names, int longestRoute, int mostRoutes, int mostProperties, int iterations)
    {
        var name = Gen.OneOf(names.Select(c => Gen.Const(c.ToString())).ToArray());
        var condition = Gen.Select(name, Gen.OneOf(new[] { null, "1", "x", "true", "ß" }.Select(Gen.Const).ToArray()), (property, value) => new RouteCondition(property, value));
        var route = condition.Array[1, longestRoute].Select(conditions => conditions.DistinctBy(c => c.Property).OrderBy(c => c.Property, StringComparer.Ordinal).ToArray());
        var routes = route.Array[0, mostRoutes].Select(all => all.DistinctBy(Text).ToArray());
        var value = Gen.OneOf(new[] { "1", "\"1\"", "\"x\"", "\"\\u0078\"", "\"ß\"", "true", "null", "\"\"", "{}", "[1]", "\"y\"" }.Select(Gen.Const).ToArray());
        var message = Gen.Select(name, value).Array[0, mostProperties];

        Gen.Select(routes, message).Sample(
            (routes, properties) =>
            {
                var json = "{" + string.Join(',', properties.Select(property => $"\"{property.Item1}\":{property.Item2}")) + "}";
                Assert.Equal(Walk(routes, json), Find(Table(routes), json, out _));
            },
            iter: iterations);
    }

    [Fact]
    public void Finds_each_of_a_thousand_routes()
    {
        var routes = Enumerable.Range(0, 1000).Select(i => (i % 4) switch
        {
            0 => $"event=event_{i}",
            1 => $"[property_{i}]/action=do",
            2 => $"a={i % 33}/b={i}",
            _ => $"[one]/[other_{i}]",
        }).ToArray();
        var table = Table(routes);
        Assert.All(routes, route =>
        {
            var properties = route.Split('/').Select(part => part.Trim('[', ']').Split('=')).Select(pair => $"\"{pair[0]}\":\"{pair.ElementAtOrDefault(1) ?? "x"}\"");
            Assert.Equal(route, Find(table, $"{{{string.Join(',', properties)}}}", out _));
        });
    }

    [Fact]
    public void Keeps_nothing_of_the_message_before()
    {
        var table = Table("a=1", "[b]", "[c]");
        var properties = new MessageProperties();
        foreach (var (message, route) in new[] { ("""{"a":1,"b":2}""", "a=1"), ("""{"b":2}""", "[b]"), ("{}", null) })
        {
            table.Read(Encoding.UTF8.GetBytes(message), properties);
            Assert.Equal(route, table.Find(Encoding.UTF8.GetBytes(message), properties, otherwise: null, out _)?.Descriptor.RouteText);
            properties.Clear();
        }
    }

    private static string? Walk(RouteCondition[][] routes, string json)
    {
        var last = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        foreach (var property in document.RootElement.EnumerateObject()) last[property.Name] = property.Value;

        return routes.Where(route => route.All(Meets))
            .OrderByDescending(route => route.Count(condition => condition.Value is not null))
            .ThenByDescending(route => route.Length)
            .ThenBy(Text, StringComparer.Ordinal)
            .Select(Text).FirstOrDefault();

        bool Meets(RouteCondition condition)
        {
            if (!last.TryGetValue(condition.Property, out var value)) return false;
            if (condition.Value is null) return value.ValueKind is not JsonValueKind.Null && !(value.ValueKind is JsonValueKind.String && value.GetString() == "");
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() == condition.Value,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText() == condition.Value,
                _ => false,
            };
        }
    }

    private static string Text(RouteCondition[] route)
        => string.Join('/', route.Select(condition => condition.Value is null ? $"[{condition.Property}]" : $"{condition.Property}={condition.Value}"));

    private static RouteTable Table(params string[] routes) => Table([.. routes.Select(Parse)]);

    private static RouteTable Table(RouteCondition[][] routes) => new(
        routes.Select(route => new HandlerDescriptor
        {
            Name = Text(route),
            Kind = MessageKind.Json,
            RouteText = Text(route),
            Route = route,
            InvokeAsync = _ => default,
        }),
        (descriptor, slots) => new(descriptor, slots, TimeSpan.FromSeconds(1), false));

    private static RouteCondition[] Parse(string route) => [.. route.Split('/').Select(part => part is ['[', .. var name, ']']
        ? new RouteCondition(name)
        : new RouteCondition(part[..part.IndexOf('=', StringComparison.Ordinal)], part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]))];

    private static string? Find(RouteTable table, string message, out (string, string)? misspelled)
    {
        var properties = new MessageProperties();
        var json = Encoding.UTF8.GetBytes(message);
        table.Read(json, properties);
        return table.Find(json, properties, otherwise: null, out misspelled)?.Descriptor.RouteText;
    }
}
