using System.Text;
using System.Text.Json;

namespace QueueRun.Json.Tests;

/// <summary>All emitted code does the same as <see cref="JsonSerializer"/> by reflection under the same options.</summary>
public class DifferentialTests(Corpus corpus)
{
    [Fact]
    public void There_are_many_shapes_each_with_its_subject()
    {
        Assert.True(Shapes.All.Count >= 150, $"There are {Shapes.All.Count}.");
        Assert.Distinct(Shapes.All.Select(shape => shape.Name));
    }

    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void It_is_written_with_the_same_bytes(string name)
    {
        var (type, values) = corpus.Find(name);
        Assert.NotEmpty(values);
        foreach (var value in values)
        {
            Corpus.AssertWritten(Corpus.WithoutPath(corpus.Written(type, value)), corpus.WrittenByWriter(type, value));
        }
    }

    [Theory]
    [MemberData(nameof(Corpus.Received), MemberType = typeof(Corpus))]
    public void Its_contract_writes_the_same_bytes(string name)
    {
        var (type, values) = corpus.Find(name);
        foreach (var value in values) Corpus.AssertWritten(corpus.Written(type, value), corpus.WrittenByContract(type, value));
    }

    [Theory]
    [MemberData(nameof(Corpus.Received), MemberType = typeof(Corpus))]
    public void It_is_read_as_the_same_value(string name)
    {
        var (type, values) = corpus.Find(name);
        foreach (var json in values.Select(value => corpus.Written(type, value)).Concat(Corpus.JsonFor(name)))
            corpus.AssertReadTheSame(type, Encoding.UTF8.GetBytes(json));
    }
}
