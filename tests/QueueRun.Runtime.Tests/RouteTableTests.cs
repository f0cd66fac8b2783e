using System.Text;
using System.Text.Json;
using CsCheck;
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
    [InlineData("""{"ÜBER":1}""", "ÜBER", "über")]
    public void A_name_that_differs_only_in_case_is_told(string message, string written, string expected)
    {
        Find(Table("action=enter", "[über]"), message, out var misspelled);
        Assert.Equal((written, expected), misspelled);
    }

    [Fact]
    public void Two_spellings_that_are_both_routes_are_two_properties()
    {
        var table = Table("a=1", "A=1/[b]");
        Assert.Equal("a=1", Find(table, """{"a":1,"b":1}""", out var first));
        Assert.Equal("A=1/[b]", Find(table, """{"A":1,"b":1}""", out var second));
        Assert.Null(first);
        Assert.Null(second);
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
            table.Read(Encoding.UTF8.GetBytes(message), properties, out _);
            Assert.Equal(route, table.TryFind(properties, out var handler) ? handler.Descriptor.RouteText : null);
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
        table.Read(Encoding.UTF8.GetBytes(message), properties, out misspelled);
        return table.TryFind(properties, out var handler) ? handler.Descriptor.RouteText : null;
    }
}
