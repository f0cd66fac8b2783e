using System.Text;
using System.Text.Json;
using CsCheck;

namespace QueueRun.Json.Tests;

/// <summary>Emitted code does the same as <see cref="JsonSerializer"/>, also for random values and JSON.</summary>
public class PropertyTests(Corpus corpus)
{
    // A number is used as the value: a failure is reported with the number, and with CsCheck's seed.
    private static readonly Gen<int> s_seeds = Gen.Int[0, int.MaxValue - 1];

    public static TheoryData<string> Written => [.. Shapes.All.Where(shape => !shape.IsHandMade).Select(shape => shape.Name)];

    public static TheoryData<string> Received => [.. Shapes.All.Where(shape => shape is { IsHandMade: false, SentOnly: false }).Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Written))]
    public void Any_value_is_written_with_the_same_bytes(string name)
    {
        var type = corpus.Find(name).Type;
        s_seeds.Sample(seed =>
        {
            var value = new RandomValues(new(seed)).Next(type);
            var expected = corpus.Written(type, value);
            Corpus.AssertWritten(Corpus.WithoutPath(expected), Corpus.WithoutPath(corpus.WrittenByWriter(type, value)));
            if (Corpus.IsReceived(name)) Corpus.AssertWritten(expected, corpus.WrittenByContract(type, value));
        }, iter: 60, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Received))]
    public void Any_JSON_is_read_as_the_same_value(string name)
    {
        var type = corpus.Find(name).Type;
        s_seeds.Sample(seed =>
        {
            Random random = new(seed);
            var written = corpus.Written(type, new RandomValues(random).Next(type));
            if (!Corpus.IsJson(written)) return;
            JsonMutation mutation = new(random);
            foreach (var json in new[] { written, mutation.Of(written), mutation.Of(written), mutation.Of(written) })
                corpus.AssertReadTheSame(type, Encoding.UTF8.GetBytes(json));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void Values_of_nearly_every_shape_are_made_up_and_differ()
    {
        var differ = Shapes.All.Where(shape => !shape.IsHandMade).Count(shape =>
        {
            var type = corpus.Find(shape.Name).Type;
            return Enumerable.Range(0, 20).Select(seed => corpus.Written(type, new RandomValues(new(seed)).Next(type))).Distinct().Count() > 2;
        });
        Assert.True(differ > Shapes.All.Count * 0.9, $"{differ} of {Shapes.All.Count}");
    }
}
