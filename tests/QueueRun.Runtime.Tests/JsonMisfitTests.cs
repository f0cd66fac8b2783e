using System.Text;
using System.Text.Json;
using QueueRun.Messaging;

namespace QueueRun.Runtime.Tests;

public class JsonMisfitTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public sealed record Order(int[] Numbers, Line? Line, Dictionary<string, decimal>? Prices, DateTimeOffset At, Guid Id, bool Paid, byte Small, Place? Where)
    {
        public required string Name { get; init; }
    }

    public readonly record struct Place(int X, int[]? Ys);

    public sealed record Line(string Text, List<Line>? Parts);

    [Theory]
    [InlineData("""{"name":"a","numbers":["x"]}""", "$.numbers[0]: expected a number")]
    [InlineData("""{"name":"a","numbers":[1,2.5]}""", "$.numbers[1]: expected a whole number from -2147483648 to 2147483647")]
    [InlineData("""{"name":"a","numbers":7}""", "$.numbers: expected an array")]
    [InlineData("""{"name":"a","line":"x"}""", "$.line: expected an object")]
    [InlineData("""{"name":"a","line":{"parts":[{"text":1}]}}""", "$.line.parts[0].text: expected a string")]
    [InlineData("""{"name":"a","prices":{"tea":"x"}}""", "$.prices.tea: expected a number")]
    [InlineData("""{"name":"a","at":"soon"}""", "$.at: expected a date and time")]
    [InlineData("""{"name":"a","id":"1"}""", "$.id: expected a UUID")]
    [InlineData("""{"name":"a","paid":1}""", "$.paid: expected true or false")]
    [InlineData("""{"name":"a","small":300}""", "$.small: expected a whole number from 0 to 255")]
    [InlineData("""{"name":"a","small":null}""", "$.small: expected a number")]
    [InlineData("""{"name":"a","where":{"x":"one"}}""", "$.where.x: expected a number")]
    [InlineData("""{"name":"a","where":{"ys":["one"]}}""", "$.where.ys[0]: expected a number")]
    [InlineData("""{"name":"a","where":3}""", "$.where: expected an object")]
    [InlineData("{}", "$.name: expected a string")]
    [InlineData("{\"\\ud800\":1}", "$: expected text that is valid Unicode")]
    [InlineData("[]", "$: expected an object")]
    [InlineData("3", "$: expected an object")]
    public void Says_where_and_what(string json, string expected)
    {
        var misfit = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Order>(json, Options));
        Assert.Equal(expected, JsonMisfit.Describe(Encoding.UTF8.GetBytes(json), misfit, Options.GetTypeInfo(typeof(Order))));
    }

    [Fact]
    public void A_property_is_named_from_the_message()
    {
        var misfit = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<int[]>("""["x"]""", Options));
        Assert.Equal("$.ids[0]: expected a number", JsonMisfit.Describe("""["x"]"""u8.ToArray(), misfit, Options.GetTypeInfo(typeof(int[])), "$.ids"));
        var inside = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Place?>("""{"x":"one"}""", Options));
        Assert.Equal("$.at.x: expected a number", JsonMisfit.Describe("""{"x":"one"}"""u8.ToArray(), inside, Options.GetTypeInfo(typeof(Place?)), "$.at"));
    }
}
