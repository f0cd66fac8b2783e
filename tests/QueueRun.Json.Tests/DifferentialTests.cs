using System.Text.Json;

namespace QueueRun.Json.Tests;

/// <summary>Everything that is emitted does what <see cref="JsonSerializer"/> does by reflection under the same options.</summary>
public class DifferentialTests(DifferentialTests.Corpus corpus) : IClassFixture<DifferentialTests.Corpus>
{
    /// <summary>All shapes in one program: they must also live together.</summary>
    public sealed class Corpus
    {
        internal LoadedProgram Program { get; } = LoadedProgram.Of([.. Shapes.All.Select(shape => shape.Source)]);
    }

    public static TheoryData<string> Names => [.. Shapes.All.Select(shape => shape.Name)];

    public static TheoryData<string> Received => [.. Shapes.All.Where(shape => !shape.SentOnly).Select(shape => shape.Name)];

    [Fact]
    public void There_are_many_shapes_each_with_its_subject()
    {
        Assert.True(Shapes.All.Count >= 150, $"There are {Shapes.All.Count}.");
        Assert.Distinct(Shapes.All.Select(shape => shape.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_written_with_the_same_bytes(string name)
    {
        var (type, values) = Find(name);
        Assert.NotEmpty(values);
        foreach (var value in values)
        {
            var expected = Outcome(() => JsonSerializer.Serialize(value, type, LoadedProgram.Reflected));
            // A writer does not know its path.
            if (expected.StartsWith(nameof(JsonException), StringComparison.Ordinal)) expected = $"{nameof(JsonException)} at ";
            Assert.Equal(expected, Outcome(() => corpus.Program.Write(type, value)));
        }
    }

    [Theory]
    [MemberData(nameof(Received))]
    public void Its_contract_writes_the_same_bytes(string name)
    {
        var (type, values) = Find(name);
        foreach (var value in values)
        {
            var expected = Outcome(() => JsonSerializer.Serialize(value, type, LoadedProgram.Reflected));
            Assert.Equal(expected, Outcome(() => JsonSerializer.Serialize(value, corpus.Program.Emitted.GetTypeInfo(type))));
        }
    }

    [Theory]
    [MemberData(nameof(Received))]
    public void It_is_read_as_the_same_value(string name)
    {
        var (type, values) = Find(name);
        var shape = Shapes.All.Single(shape => shape.Name == name);
        string[] common = ["null", "{}", "[]", "1", "\"x\"", "{\"unknown\":1}"];
        var texts = values.Select(value => Outcome(() => JsonSerializer.Serialize(value, type, LoadedProgram.Reflected))).Concat(shape.Json).Concat(common);
        foreach (var json in texts)
        {
            string Read(JsonSerializerOptions options) => Outcome(() =>
            {
                var value = JsonSerializer.Deserialize(json, options.GetTypeInfo(type));
                return value?.GetType().FullName + JsonSerializer.Serialize(value, type, LoadedProgram.Reflected);
            });
            Assert.Equal((json, Read(LoadedProgram.Reflected)), (json, Read(corpus.Program.Emitted)));
        }
    }

    private (Type Type, object?[] Values) Find(string name)
    {
        var values = (Array)corpus.Program.Call($"Case_{name}.Case", "Values")!;
        return (values.GetType().GetElementType()!, [.. values.Cast<object?>()]);
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
