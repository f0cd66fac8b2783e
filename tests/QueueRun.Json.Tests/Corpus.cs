using System.Text;
using System.Text.Json;
using QueueRun.Testing.Messages;

[assembly: AssemblyFixture(typeof(QueueRun.Json.Tests.Corpus))]

namespace QueueRun.Json.Tests;

/// <summary>All shapes in one program: they must also live together.</summary>
public class Corpus
{
    private static readonly string[] s_sources = [.. Shapes.All.Select(shape => shape.Source)];

    private readonly Lazy<LoadedProgram> _program;

    public Corpus() : this(() => LoadedProgram.Of(s_sources), LoadedProgram.Reflected)
    {
    }

    /// <summary>The program with settings of its own, and how <see cref="JsonSerializer"/> is told the same.</summary>
    private protected Corpus(string attribute, JsonSerializerOptions reflected)
        : this(() => LoadedProgram.OfUnchecked([.. s_sources, attribute]), reflected)
    {
    }

    // Compiled for who asks for it first: a test of something else does not wait.
    private Corpus(Func<LoadedProgram> compile, JsonSerializerOptions reflected) => (_program, Reflected) = (new(compile), reflected);

    internal LoadedProgram Program => _program.Value;

    /// <summary>What is right.</summary>
    public JsonSerializerOptions Reflected { get; }

    public static TheoryData<string> Names => [.. Shapes.All.Select(shape => shape.Name)];

    public static TheoryData<string> Received => [.. Shapes.All.Where(shape => !shape.SentOnly).Select(shape => shape.Name)];

    public static bool IsReceived(string name) => Shapes.All.Any(shape => shape.Name == name && !shape.SentOnly);

    /// <summary>JSON to read as the shape, fitting or not.</summary>
    public static IEnumerable<string> JsonFor(string name)
        => ["null", "{}", "[]", "1", "\"x\"", "{\"unknown\":1}", .. Shapes.All.Single(shape => shape.Name == name).Json];

    public static bool IsHandMade(string name) => Shapes.All.Any(shape => shape.Name == name && shape.IsHandMade);

    /// <summary>Whether the serializer reads the JSON, whatever it makes of it.</summary>
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

    /// <summary>A shape's type, and the values that are written down for it.</summary>
    public (Type Type, object?[] Values) Find(string name)
    {
        var values = (Array)Program.Call($"Case_{name}.Case", "Values")!;
        return (values.GetType().GetElementType()!, [.. values.Cast<object?>()]);
    }

    public string Written(Type type, object? value) => Outcome(() => JsonSerializer.Serialize(value, type, Reflected));

    /// <summary>What the client of QueueRun.Testing writes.</summary>
    public string WrittenByClient(string name, Type type, object? value)
        => Outcome(() => JsonSerializer.Serialize(value, type, JsonConventions.OptionsFor(Program.Assembly.GetType($"Case_{name}.Case")!)));

    public string ReadByClient(string name, Type type, string json)
        => Read(type, Encoding.UTF8.GetBytes(json), JsonConventions.OptionsFor(Program.Assembly.GetType($"Case_{name}.Case")!));

    /// <summary>The same outcome, of a writer: it does not know its path.</summary>
    public static string WithoutPath(string outcome)
        => outcome.StartsWith(nameof(JsonException), StringComparison.Ordinal) ? $"{nameof(JsonException)} at " : outcome;

    public string WrittenByContract(Type type, object? value) => Outcome(() => JsonSerializer.Serialize(value, Program.Emitted.GetTypeInfo(type)));

    public string WrittenByWriter(Type type, object? value) => Outcome(() => Program.Write(type, value));

    /// <summary>What comes of reading: the value's type, and the value as JSON.</summary>
    public string Read(Type type, byte[] json) => Read(type, json, Reflected);

    public string ReadByContract(Type type, byte[] json) => Read(type, json, Program.Emitted);

    /// <summary>As a method that takes the type is called: by the emitted reader, where there is one.</summary>
    public string ReadAsReceived(Type type, byte[] json) => Told(type, () => Program.Read(type, json));

    public void AssertReadTheSame(Type type, byte[] json)
    {
        var expected = (Encoding.UTF8.GetString(json), Read(type, json));
        Assert.Equal(expected, (expected.Item1, ReadByContract(type, json)));
        Assert.Equal(expected, (expected.Item1, ReadAsReceived(type, json)));
    }

    private static string Read(Type type, byte[] json, JsonSerializerOptions options)
        => Told(type, () => JsonSerializer.Deserialize(json, options.GetTypeInfo(type)));

    private static string Told(Type type, Func<object?> read)
        => Outcome(() =>
        {
            var value = read();
            return value?.GetType().FullName + JsonSerializer.Serialize(value, type, LoadedProgram.Reflected);
        });

    /// <summary>
    /// Whether writing gave JSON: what could not be written is an exception's name. The serializer may also write what is no JSON: an
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

    // Errors in kind: the exception's type, and where in the JSON it was.
    private static string Outcome(Func<string> work)
    {
        try
        {
            return work();
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
