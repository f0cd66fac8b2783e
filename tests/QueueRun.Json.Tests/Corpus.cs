using System.Text;
using System.Text.Json;
using QueueRun.Messaging;
using QueueRun.Testing.Messages;

[assembly: AssemblyFixture(typeof(QueueRun.Json.Tests.Corpus))]

namespace QueueRun.Json.Tests;

/// <summary>All shapes in one program: they must also work together.</summary>
public class Corpus
{
    private static readonly string[] s_sources = [.. Shapes.All.Select(shape => shape.Source)];

    private const string Misfit = "Misfit at ";

    private readonly Lazy<LoadedProgram> _program;

    public Corpus() : this(() => LoadedProgram.Of(s_sources), LoadedProgram.Reflected)
    {
    }

    /// <summary>The program with settings of its own, and the same settings for <see cref="JsonSerializer"/>.</summary>
    private protected Corpus(string attribute, JsonSerializerOptions reflected)
        : this(() => LoadedProgram.OfUnchecked([.. s_sources, attribute]), reflected)
    {
    }

    // Compiled on first use, so that other tests need not wait for it.
    private Corpus(Func<LoadedProgram> compile, JsonSerializerOptions reflected) => (_program, Reflected) = (new(compile), reflected);

    internal LoadedProgram Program => _program.Value;

    /// <summary>The reference.</summary>
    public JsonSerializerOptions Reflected { get; }

    public static TheoryData<string> Names => [.. Shapes.All.Select(shape => shape.Name)];

    public static TheoryData<string> Received => [.. Shapes.All.Where(shape => !shape.SentOnly).Select(shape => shape.Name)];

    public static bool IsReceived(string name) => Shapes.All.Any(shape => shape.Name == name && !shape.SentOnly);

    /// <summary>JSON to read as the shape, valid or not.</summary>
    public static IEnumerable<string> JsonFor(string name)
        => ["null", "{}", "[]", "1", "\"x\"", "{\"unknown\":1}", .. Shapes.All.Single(shape => shape.Name == name).Json];

    public static bool IsHandMade(string name) => Shapes.All.Any(shape => shape.Name == name && shape.IsHandMade);

    /// <summary>Whether the serializer can read the JSON as the type.</summary>
    public static bool IsRead(Type type, string json)
    {
        try
        {
            JsonSerializer.Deserialize(json, type, LoadedProgram.Reflected);
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A shape's type, and its listed values.</summary>
    public (Type Type, object?[] Values) Find(string name)
    {
        var values = (Array)Program.Call($"Case_{name}.Case", "Values")!;
        return (values.GetType().GetElementType()!, [.. values.Cast<object?>()]);
    }

    public string Written(Type type, object? value) => Outcome(() => JsonSerializer.Serialize(value, type, Reflected));

    /// <summary>The JSON that QueueRun.Testing's client writes.</summary>
    public string WrittenByClient(string name, Type type, object? value)
        => Outcome(() => JsonSerializer.Serialize(value, type, JsonConventions.OptionsFor(Program.Assembly.GetType($"Case_{name}.Case")!)));

    public string ReadByClient(string name, Type type, string json)
        => Read(type, Encoding.UTF8.GetBytes(json), JsonConventions.OptionsFor(Program.Assembly.GetType($"Case_{name}.Case")!));

    /// <summary>A writer's outcome without the path, which writers do not know.</summary>
    public static string WithoutPath(string outcome)
        => outcome.StartsWith(nameof(JsonException), StringComparison.Ordinal) ? $"{nameof(JsonException)} at " : outcome;

    /// <summary>
    /// Asserts equal bytes, except for values that the serializer cannot write: members that JSON may leave out, and whose default is not a
    /// valid value.
    /// </summary>
    public static void AssertWritten(string expected, string actual)
    {
        if (expected is nameof(InvalidOperationException) && IsJson(actual)) return;
        Assert.Equal(expected, actual);
    }

    public string WrittenByContract(Type type, object? value) => Outcome(() => JsonSerializer.Serialize(value, Program.Emitted.GetTypeInfo(type)));

    public string WrittenByWriter(Type type, object? value) => Outcome(() => Program.Write(type, value));

    /// <summary>The result of reading: the value's type, and the value as JSON.</summary>
    public string Read(Type type, byte[] json) => Read(type, json, Reflected);

    public string ReadByContract(Type type, byte[] json) => Read(type, json, Program.Emitted);

    /// <summary>The result for a method with a parameter of the type: by the emitted reader, if there is one.</summary>
    public string ReadAsReceived(Type type, byte[] json) => Told(type, () => Program.Read(type, json));

    public void AssertReadTheSame(Type type, byte[] json)
    {
        var expected = (Encoding.UTF8.GetString(json), Read(type, json));
        Assert.Equal(expected, (expected.Item1, ReadByContract(type, json)));
        AssertReceived(expected.Item1, expected.Item2, ReadAsReceived(type, json));
    }

    /// <summary>
    /// A method receives the serializer's value, with two exceptions: JSON is a misfit if the serializer cannot read it without naming a
    /// place, or cannot write its value again; and of properties with the same name in a JsonNode only the last is left.
    /// </summary>
    private static void AssertReceived(string json, string expected, string received)
    {
        if (expected == received) return;
        // If a message has several misfits, any of them may be reported first.
        if (received.StartsWith(Misfit, StringComparison.Ordinal)) Assert.True(IsFault(expected), $"{json}: {expected} is {received}");
        else Assert.Equal((json, WithoutDuplicates(expected)), (json, WithoutDuplicates(received)));
    }

    private static bool IsFault(string outcome)
        => outcome is nameof(NotSupportedException) or nameof(ArgumentException) or nameof(InvalidOperationException) || outcome.StartsWith(nameof(JsonException), StringComparison.Ordinal);

    private static string WithoutDuplicates(string outcome)
    {
        var start = outcome.IndexOf('\n', StringComparison.Ordinal) + 1;
        return start > 0 && IsJson(outcome[start..]) ? outcome[..start] + Sorted(JsonDocument.Parse(outcome[start..]).RootElement) : outcome;

        static string Sorted(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Sorted))}]",
            JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase)
                .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase).Select(group => $"{group.Last().Name}:{Sorted(group.Last().Value)}"))}}}",
            _ => value.GetRawText(),
        };
    }

    private static string Read(Type type, byte[] json, JsonSerializerOptions options)
        => Told(type, () => JsonSerializer.Deserialize(json, options.GetTypeInfo(type)));

    private static string Told(Type type, Func<object?> read)
        => Outcome(() =>
        {
            var value = read();
            return value?.GetType().FullName + "\n" + JsonSerializer.Serialize(value, type, LoadedProgram.Reflected);
        });

    /// <summary>
    /// Whether writing gave JSON: the outcome of a failure is an exception's name. The serializer may also write invalid JSON: an
    /// extension's JsonObject that was parsed.
    /// </summary>
    public static bool IsJson(string outcome)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(outcome));
        try
        {
            return reader.Read() && reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Errors by kind: the exception's type, and the place in the JSON.
    private static string Outcome(Func<string> work)
    {
        try
        {
            return work();
        }
        catch (JsonMisfitException e)
        {
            return Misfit + e.Path;
        }
        catch (JsonException e)
        {
            return $"{nameof(JsonException)} at {e.Path}";
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            return e.GetType().Name;
        }
    }
}
