using System.Text;
using System.Text.Json;

namespace QueueRun.Json.Tests;

/// <summary>JSON from another sender: one part of it is changed.</summary>
internal sealed class JsonMutation(Random random)
{
    private static readonly string[] s_others = ["null", "1", "-1", "1.5", "1e400", "\"\"", "\"x\"", "\"1\"", "true", "[]", "{}", "[null]", "{\"a\":1}", "[[1]]"];

    private readonly StringBuilder _text = new();
    private int _left;

    public string Of(string json)
    {
        if (random.Next(8) == 0) return json[..random.Next(json.Length)];
        using var document = JsonDocument.Parse(json);
        _text.Clear();
        _left = random.Next(Count(document.RootElement));
        Write(document.RootElement);
        return _text.ToString();
    }

    private static int Count(JsonElement element)
        => element.ValueKind switch
        {
            JsonValueKind.Array => 1 + element.EnumerateArray().Sum(Count),
            JsonValueKind.Object => 1 + element.EnumerateObject().Sum(property => Count(property.Value)),
            _ => 1,
        };

    private void Write(JsonElement element)
    {
        var isChanged = _left-- == 0;
        var how = isChanged ? random.Next(3) : -1;
        if (how == 0 || (isChanged && element.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)))
        {
            _text.Append(s_others[random.Next(s_others.Length)]);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            _text.Append('[');
            foreach (var (i, item) in element.EnumerateArray().Index())
            {
                if (i > 0) _text.Append(',');
                Write(item);
            }
            if (isChanged) _text.Append(element.GetArrayLength() > 0 ? "," : "").Append(s_others[random.Next(s_others.Length)]);
            _text.Append(']');
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            List<string> properties = [.. element.EnumerateObject().Select(Property)];
            if (isChanged) Change(properties);
            _text.Append('{').AppendJoin(',', properties).Append('}');
        }
        else
        {
            _text.Append(element.GetRawText());
        }
    }

    private string Property(JsonProperty property)
    {
        var start = _text.Length;
        Write(property.Value);
        var value = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        return JsonSerializer.Serialize(property.Name) + ":" + value;
    }

    // Removes a property, repeats one, changes a name's case, or changes the order.
    private void Change(List<string> properties)
    {
        var at = random.Next(properties.Count + 1);
        if (at == properties.Count)
        {
            properties.Insert(random.Next(at + 1), "\"unheardOf\":" + s_others[random.Next(s_others.Length)]);
            return;
        }
        var name = properties[at][..(properties[at].IndexOf("\":", StringComparison.Ordinal) + 2)];
        switch (random.Next(5))
        {
            case 0: properties.RemoveAt(at); break;
            case 1: properties.Add(properties[at]); break;
            case 2: properties.Add(name + s_others[random.Next(s_others.Length)]); break;
            case 3 when !name.Contains('\\', StringComparison.Ordinal): properties[at] = name.ToUpperInvariant() + properties[at][name.Length..]; break;
            default: properties.Reverse(); break;
        }
    }
}
