using System.Text;
using QueueRun.Routing;

namespace QueueRun.Fuzz.Routes;

/// <summary>Programs with some routes, and messages that resemble them.</summary>
internal static class RouterGenerator
{
    private static readonly string[] Plain = ["a", "b", "c", "action", "Action", "room", "event", "type", "e1", "e2", "a_rather_long_name_of_a_property", "k", "s", "i"];
    private static readonly string[] Unusual = ["über", "Über", "ß", "日本", "ı", "ſ", "σ", "ς", "a b", "\"", "😀", "", "\u212A"];
    private static readonly string[] Values = ["1", "x", "true", "enter", "ß", "", "1.0", "null", "-0", "a_rather_long_value_of_some_property", "\\", "😀"];

    private static readonly string[] OtherValues =
        ["1", "1.0", "1e0", "-0", "true", "false", "null", "\"\"", "{}", "[]", "[1,{\"a\":2}]", "{\"action\":\"enter\"}", "\"\\ud800\"", "\"\\udc00x\"", "12345678901234567890", "\"y\""];

    private static readonly string[] Broken = ["", "{", "}", "[", "nul", "{\"a\"}", "{\"a\":1,}", "\"\\x\"", "01", "{}{}", "{} ", "\u0000", "[1,]", "//", "\uFEFF{}", "1", "\"a\""];

    public static RouteCondition[][] Program(Random random)
    {
        // Every second one has only plain names, which take another path through the router.
        string[] names = random.Next(2) == 0 ? Plain : [.. Plain, .. Unusual];
        var routes = Enumerable.Range(0, random.Next(random.Next(4) == 0 ? 150 : 12)).Select(_ => Enumerable.Range(0, random.Next(1, 5))
            .Select(_ => new RouteCondition(names[random.Next(names.Length)], random.Next(3) == 0 ? null : Values[random.Next(Values.Length)]))
            .DistinctBy(condition => condition.Property).OrderBy(condition => condition.Property, StringComparer.Ordinal).ToArray());
        return [.. routes.DistinctBy(RouterTarget.RouteText)];
    }

    public static byte[] Message(Random random, int program, RouteCondition[][] routes)
    {
        var text = new StringBuilder();
        if (random.Next(20) == 0)
        {
            text.Append(Broken[random.Next(Broken.Length)]);
        }
        else
        {
            text.Append('{');
            List<(string Name, string Value)> properties = [];
            for (var count = random.Next(3); count > 0 && routes.Length > 0; count--)
            {
                properties.AddRange(routes[random.Next(routes.Length)].Select(condition => (condition.Property, condition.Value is null || random.Next(12) == 0 ? Other(random) : Written(random, condition.Value))));
            }

            for (var count = random.Next(random.Next(10) == 0 ? 40 : 3); count > 0; count--)
            {
                var names = random.Next(2) == 0 ? Plain : Unusual;
                properties.Add((names[random.Next(names.Length)], Other(random)));
            }

            for (var i = 0; i < properties.Count; i++)
            {
                if (i > 0) text.Append(Space(random)).Append(',').Append(Space(random));
                text.Append(Quoted(random, OtherCase(random, properties[i].Name))).Append(Space(random)).Append(':').Append(Space(random)).Append(properties[i].Value);
            }

            text.Append('}');
        }

        List<byte> bytes = [(byte)program, .. Encoding.UTF8.GetBytes(text.ToString())];
        if (random.Next(5) == 0) Mutation.Apply(random, bytes, 1);
        return [.. bytes];
    }

    private static string Written(Random random, string value)
        => (random.Next(2) == 0 && value is "1" or "true" or "1.0" or "null" or "-0") && random.Next(2) == 0 ? value : Quoted(random, value);

    private static string Other(Random random)
    {
        if (random.Next(40) > 0) return OtherValues[random.Next(OtherValues.Length)];
        var depth = random.Next(60, 67);
        return new string('[', depth) + new string(']', depth);
    }

    private static string OtherCase(Random random, string name) => random.Next(60) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name.ToLowerInvariant(),
        2 => name + "x",
        _ => name,
    };

    private static string Space(Random random) => random.Next(20) == 0 ? " \t" : "";

    private static string Quoted(Random random, string value)
    {
        var escapes = random.Next(8) == 0;
        var text = new StringBuilder("\"");
        foreach (var one in value)
        {
            if (one is '"' or '\\') text.Append('\\').Append(one);
            else if (escapes && random.Next(2) == 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)one:x4}");
            else text.Append(one);
        }

        return text.Append('"').ToString();
    }
}
