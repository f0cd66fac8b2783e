using System.Text;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(QueueRun.Json.Tests.Corpus))]

namespace QueueRun.Json.Tests;

/// <summary>All shapes in one program: they must also live together.</summary>
public sealed class Corpus
{
    internal LoadedProgram Program { get; } = LoadedProgram.Of([.. Shapes.All.Select(shape => shape.Source)]);

    public static TheoryData<string> Names => [.. Shapes.All.Select(shape => shape.Name)];

    public static TheoryData<string> Received => [.. Shapes.All.Where(shape => !shape.SentOnly).Select(shape => shape.Name)];

    public static bool IsReceived(string name) => Shapes.All.Any(shape => shape.Name == name && !shape.SentOnly);

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

    public static string Written(Type type, object? value) => Outcome(() => JsonSerializer.Serialize(value, type, LoadedProgram.Reflected));

    /// <summary>The same outcome, of a writer: it does not know its path.</summary>
    public static string WithoutPath(string outcome)
        => outcome.StartsWith(nameof(JsonException), StringComparison.Ordinal) ? $"{nameof(JsonException)} at " : outcome;

    public string WrittenByContract(Type type, object? value) => Outcome(() => JsonSerializer.Serialize(value, Program.Emitted.GetTypeInfo(type)));

    public string WrittenByWriter(Type type, object? value) => Outcome(() => Program.Write(type, value));

    /// <summary>What comes of reading: the value's type, and the value as JSON.</summary>
    public static string Read(Type type, byte[] json) => Read(type, json, LoadedProgram.Reflected);

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
