using QueueRun.Analysis;

namespace QueueRun.Generators.Tests;

public class RouteParserTests
{
    [Theory]
    [InlineData("action=enter", "action|enter")]
    [InlineData("[room]", "room|-")]
    [InlineData("[room]/action=enter", "room|- action|enter")]
    [InlineData("a=1/b=true/[c]", "a|1 b|true c|-")]
    [InlineData("$type=x.y", "$type|x.y")]
    [InlineData("a b=c d", "a b|c d")]
    [InlineData("a=x]", "a|x]")]
    [InlineData("a='x'", "a|x")]
    [InlineData("a=''", "a|")]
    [InlineData("a='x/y=[z]'/[b]", "a|x/y=[z] b|-")]
    [InlineData("a='it''s'", "a|it's")]
    [InlineData("a=''''", "a|'")]
    [InlineData("a=' x '", "a| x ")]
    public void Conditions_are_read(string text, string conditions)
    {
        var route = RouteParser.Parse(text, out var error);

        Assert.Null(error);
        Assert.Equal(conditions, string.Join(' ', route!.Conditions.Select(c => $"{c.Property}|{c.Value ?? "-"}")));
        Assert.Equal(text, route.Text);
    }

    [Theory]
    [InlineData("[count?]", "", "count")]
    [InlineData("type=list/[count?]/[room]/[after?]", "type|list room|-", "count after")]
    [InlineData("[event?]", "", "event")]
    [InlineData("a='[b?]'", "a|[b?]", "")]
    public void What_may_be_missing_is_no_condition(string text, string conditions, string optional)
    {
        var route = RouteParser.Parse(text, out var error);

        Assert.Null(error);
        Assert.Equal(conditions, string.Join(' ', route!.Conditions.Select(c => $"{c.Property}|{c.Value ?? "-"}")));
        Assert.Equal(optional, string.Join(' ', route.Optional));
    }

    [Theory]
    [InlineData("", 0, "[SocketHandler]")]
    [InlineData("say", 0, "'type=say'")]
    [InlineData("[room]/say", 7, "'type=say'")]
    [InlineData("/a=b", 0, "condition is missing")]
    [InlineData("a=b/", 4, "condition is missing")]
    [InlineData("a=b//c=d", 4, "condition is missing")]
    [InlineData("[room", 0, "never closed")]
    [InlineData("[]", 1, "name is missing")]
    [InlineData("[room]x", 6, "only '/' may follow")]
    [InlineData("[ room]", 1, "spaces")]
    [InlineData("[a/b]", 2, "'/'")]
    [InlineData("=b", 0, "name is missing")]
    [InlineData("a=", 2, "a=''")]
    [InlineData("a=/b=c", 2, "a=''")]
    [InlineData("a=b=c", 3, "single quotes")]
    [InlineData("a=b[c", 3, "single quotes")]
    [InlineData("a=it's", 4, "single quotes")]
    [InlineData("a= b", 2, "spaces")]
    [InlineData("a =b", 0, "spaces")]
    [InlineData("a='b", 2, "never closed")]
    [InlineData("a='b'c", 5, "only '/' may follow")]
    [InlineData("a'b=c", 1, "'''")]
    [InlineData("a]=c", 1, "']'")]
    [InlineData("a=1/[a]", 4, "is already in the route")]
    [InlineData("a=1/b=2/a=1", 8, "is already in the route")]
    [InlineData("[a]/[a?]", 4, "is already in the route")]
    [InlineData("[a?]/a=1", 5, "is already in the route")]
    [InlineData("[?]", 1, "name is missing")]
    [InlineData("[a b?]", 0, "'a b' cannot be the name of a parameter")]
    [InlineData("[a??]", 0, "'a?' cannot be the name of a parameter")]
    [InlineData("[a?]x", 4, "only '/' may follow '[a?]'")]
    [InlineData("{room}", 0, "write '[room]'")]
    [InlineData("a=b/{room?}", 4, "write '[room?]'")]
    [InlineData("{id:int}", 0, "write '[id]'")]
    [InlineData("{id:int?}", 0, "write '[id?]'")]
    [InlineData("{*rest}", 0, "write '[rest]'")]
    [InlineData(":room", 0, "write '[room]'")]
    [InlineData("<int:room>", 0, "write '[room]'")]
    [InlineData("{}", 0, "write 'type={}'")]
    public void A_mistake_has_a_column_and_a_cure(string text, int column, string message)
    {
        var route = RouteParser.Parse(text, out var error);

        Assert.Null(route);
        Assert.Equal(column, error!.Column);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[room]/action=enter", "action=enter/[room]")]
    [InlineData("a='x'/[b]", "[b]/a=x")]
    [InlineData("[count?]/a=x/[b]/[after?]", "[b]/a=x")]
    public void The_canonical_text_knows_no_order(string one, string other)
        => Assert.Equal(RouteParser.Parse(one, out _)!.Canonical(MessageKind.Json), RouteParser.Parse(other, out _)!.Canonical(MessageKind.Json));

    [Theory]
    [InlineData("a='x/y'")]
    [InlineData("a=''")]
    [InlineData("a='it''s'")]
    [InlineData("[b]/a=' x'")]
    public void The_canonical_text_is_a_route(string text)
    {
        var canonical = RouteParser.Parse(text, out _)!.Canonical(MessageKind.Json);
        Assert.Equal(canonical, RouteParser.Parse(canonical, out _)!.Canonical(MessageKind.Json));
    }

    [Fact]
    public void A_route_of_what_may_be_missing_has_no_condition() => Assert.Equal("json", RouteParser.Parse("[a?]/[b?]", out _)!.Canonical(MessageKind.Json));

    [Fact]
    public void Defaults_are_told_apart_by_kind()
        => Assert.Equal(["json", "text", "binary"], new[] { MessageKind.Json, MessageKind.Text, MessageKind.Binary }.Select(Route.Default.Canonical));

    [Theory]
    [InlineData("[room]", "[room]/action=say", "room|- action|say")]
    [InlineData("action=say", "action=say", "action|say")]
    [InlineData("[action]/[room]", "[action]/[room]/action=say", "action|say room|-")]
    public void A_message_types_condition_is_added(string text, string combined, string conditions)
    {
        var route = RouteParser.Parse(text, out _)!.With(new RouteCondition("action", "say"))!;

        Assert.Equal(combined, route.Text);
        Assert.Equal(conditions, string.Join(' ', route.Conditions.Select(c => $"{c.Property}|{c.Value ?? "-"}")));
    }

    [Fact]
    public void No_message_meets_two_values_of_one_property()
        => Assert.Null(RouteParser.Parse("action=leave", out _)!.With(new RouteCondition("action", "say")));
}
