using System.Text;
using System.Text.Json;

namespace QueueRun.Json.Tests;

/// <summary>Messages for the handlers of <see cref="FaultProgram"/>: valid ones with a few invalid parts.</summary>
internal sealed class FaultMessages(Corpus corpus, Random random)
{
    private static readonly string[] s_values =
    [
        "1e400", "-1e39", "1E+999", "123456789012345678901234567890123456789012345678901234567890", "-0", "0.1e-999", "1e2", "99999", "-1", "null", "true", "\"\"", "\"\\ud800\"", "\"\\udc00x\"",
        "\"\\ud83d\\udc4b\"", "\"NaN\"", "\"Infinity\"", "\"1e400\"", "\"1\"", "{}", "[]", "[[[]]]", "[null]", "{\"a\":1,\"a\":2}", "{\"a\":1,\"A\":{\"b\":1,\"B\":2}}", "{\"\\ud800\":1}", "{\"\":\"\"}",
        "{\"$type\":\"circle\"}", "{\"r\":1,\"$type\":\"square\"}", "{\"$id\":\"1\"}", "{\"$ref\":\"1\"}", "{\"$values\":[]}", "{\"kind\":\"derived\"}", "{\"$type\":{}}", "\"0001-01-01T00:00:00+14:00\"",
        "\"9999-12-31T23:59:59.9999999-14:00\"", "\"10675199.02:48:05.4775808\"", "\"24:00:00\"", "\"http://[\"", "\"AAAA====\"", "\"\\u0000\"", "\"00000000-0000-0000-0000-000000000000\"", "\"1.2.3.4.5\"",
    ];

    private static readonly string[] s_names = ["$type", "$id", "$ref", "$values", "$x", "kind", "#", "traceparent", "tracestate", "t", "T", "a", "A", "value", "", "\\ud800", "__proto__", "back", "Back"];

    private static readonly string[] s_own =
    [
        """{"t":"shape","name":"n","r":2,"$type":"circle"}""", """{"t":"shape","$type":"square","side":1}""", """{"t":"shapes","shapes":[{"r":1,"$type":"circle"},{"$type":"square","side":2}]}""",
        """{"t":"shape","shape":{"r":1,"$type":"circle"}}""", """{"t":"drawing","main":{"$type":"circle","name":"m"},"more":[{"$type":"circle"}],"named":{"x":{"kind":"derived","b":1}}}""",
        """{"t":"base","a":1,"kind":"derived"}""", """{"t":"strict","room":"r","a":1}""", """{"t":"listed","a":1}""", """{"t":"rest","a":1,"b":[2]}""", """{"t":"object","a":{"b":[1]}}""", """{"t":"node","a":"x","b":1}""",
        """{"t":"element","a":[1,"x"]}""", """{"t":"document","a":[1,"x"]}""", """{"t":"kept","e":1,"n":{"a":[]},"o":{"a":1},"l":[{"a":1}],"v":"x","any":{"a":1},"d":[1]}""",
        """{"t":"numbers","a":1.5,"b":2.5,"c":3.5,"d":4.5,"e":5.5,"f":[6.5],"g":{"x":7.5},"h":"NaN"}""", """{"t":"more","d":1.5,"n":{"a":1},"s":{"$type":"circle"}}""", """{"t":"guarded","age":1,"text":" x "}""",
        """{"t":"text","text":"x"}""", """{"t":"double","value":1.5}""", """{"t":"many","a":{"b":1},"b":[1],"c":1.5,"d":"2026-11-29T00:00:00Z"}""", """{"t":"dictionary","a":{"b":1}}""", """{"who":"knows"}""",
    ];

    private readonly string[] _received = [.. Corpus.Received.Select(row => row.Data)];
    private readonly JsonMutation _mutation = new(random);

    public string Next()
    {
        var message = random.Next(3) == 0 ? Of(s_own) : OfShape(Of(_received));
        for (var count = random.Next(4); count > 0; count--) message = Changed(message);
        return message;
    }

    private string OfShape(string name)
    {
        var (type, values) = corpus.Find(name);
        string[] known = [.. values.Where(value => value is not null).Select(value => corpus.Written(type, value)).Concat(Corpus.JsonFor(name)).Where(Corpus.IsJson)];
        var json = !Corpus.IsHandMade(name) && random.Next(2) == 0 && corpus.Written(type, new RandomValues(random).Next(type)) is var made && Corpus.IsJson(made) ? made : Of(known);
        if (random.Next(2) == 0) json = Changed(json);
        return Corpus.IsJson(json) && json.TrimStart() is ['{', .. var rest] && random.Next(3) > 0
            ? rest.TrimStart() is ['}', ..] ? $$"""{"back":"{{name}}"}""" : random.Next(2) == 0 ? $$"""{"back":"{{name}}",{{rest}}""" : $$"""{{json[..json.LastIndexOf('}')]}},"back":"{{name}}"}"""
            : $$"""{"back":"{{name}}","value":{{json}}}""";
    }

    private string Changed(string json)
    {
        if (json.Length == 0) return json;
        if (!Corpus.IsJson(json)) return json;
        try
        {
            switch (random.Next(6))
            {
                case 0: return _mutation.Of(json);
                case 1: return WithCharacter(json);
                default: return Rewritten(json);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // a name that is no text cannot be written again
        {
            return json;
        }
    }

    private string WithCharacter(string json)
    {
        var at = random.Next(json.Length);
        return char.IsSurrogate(json[at]) || (at > 0 && char.IsSurrogate(json[at - 1])) ? json : $"{json[..at]}{Of("", "0", "\"", "e9", "\\", "{", "]", ",", "\\ud800", "null")}{json[(at + random.Next(2))..]}";
    }

    /// <summary>Replaces one value, or adds one property to one object, at any place.</summary>
    private string Rewritten(string json)
    {
        using var document = JsonDocument.Parse(json);
        var left = random.Next(Count(document.RootElement));
        var text = new StringBuilder();
        Write(document.RootElement);
        return text.ToString();

        void Write(JsonElement element)
        {
            var isIt = left-- == 0;
            if (isIt && (element.ValueKind != JsonValueKind.Object || random.Next(3) == 0))
            {
                text.Append(Of(s_values));
                return;
            }

            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    var properties = element.EnumerateObject().ToList();
                    var extra = isIt ? random.Next(properties.Count + 1) : -1;
                    text.Append('{');
                    for (var i = 0; i <= properties.Count; i++)
                    {
                        if (i == extra)
                        {
                            var name = properties.Count > 0 && random.Next(2) == 0 ? OtherCase(JsonSerializer.Serialize(properties[random.Next(properties.Count)].Name)) : $"\"{Of(s_names)}\"";
                            text.Append(text[^1] == '{' ? "" : ",").Append(name).Append(':').Append(Of(s_values));
                        }

                        if (i == properties.Count) break;
                        text.Append(text[^1] == '{' ? "" : ",").Append(JsonSerializer.Serialize(properties[i].Name)).Append(':');
                        Write(properties[i].Value);
                    }

                    text.Append('}');
                    break;
                case JsonValueKind.Array:
                    text.Append('[');
                    foreach (var (i, item) in element.EnumerateArray().Index())
                    {
                        if (i > 0) text.Append(',');
                        Write(item);
                    }

                    text.Append(']');
                    break;
                default:
                    text.Append(element.GetRawText());
                    break;
            }
        }
    }

    private string OtherCase(string name) => name.Contains('\\', StringComparison.Ordinal) || random.Next(2) == 0 ? name : name.ToUpperInvariant();

    private static int Count(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => 1 + element.EnumerateArray().Sum(Count),
        JsonValueKind.Object => 1 + element.EnumerateObject().Sum(property => Count(property.Value)),
        _ => 1,
    };

    private string Of(params string[] choices) => choices[random.Next(choices.Length)];
}
