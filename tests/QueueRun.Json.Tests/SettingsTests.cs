using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using QueueRun.Messaging;

[assembly: AssemblyFixture(typeof(QueueRun.Json.Tests.SnakeCaseCorpus))]
[assembly: AssemblyFixture(typeof(QueueRun.Json.Tests.AsDeclaredCorpus))]

namespace QueueRun.Json.Tests;

/// <summary>
/// All shapes in a program with <c>[SocketJson]</c>: the same as <see cref="JsonSerializer"/> with the same settings in its options.
/// </summary>
public abstract class SettingsTests(Corpus corpus)
{
    [Theory]
    [MemberData(nameof(Corpus.Names), MemberType = typeof(Corpus))]
    public void A_shape_is_written_and_read_as_under_the_same_options(string name)
    {
        var (type, values) = corpus.Find(name);
        var isHandMade = Shapes.All.Single(shape => shape.Name == name).IsHandMade;
        var madeUp = isHandMade ? [] : Enumerable.Range(0, 10).Select(seed => new RandomValues(new(seed)).Next(type));
        foreach (var value in values.Concat(madeUp))
        {
            var expected = corpus.Written(type, value);
            Corpus.AssertWritten(Corpus.WithoutPath(expected), Corpus.WithoutPath(corpus.WrittenByWriter(type, value)));
            Assert.Equal(expected, corpus.WrittenByClient(name, type, value));
            if (!Corpus.IsReceived(name)) continue;
            Assert.Equal((expected, corpus.Read(type, Bytes(expected))), (expected, corpus.ReadByClient(name, type, expected)));
            Corpus.AssertWritten(expected, corpus.WrittenByContract(type, value));
            corpus.AssertReadTheSame(type, Bytes(expected));
            if (isHandMade || !Corpus.IsJson(expected)) continue;
            corpus.AssertReadTheSame(type, Bytes(new JsonMutation(new(expected.Length)).Of(expected)));
        }
        if (!Corpus.IsReceived(name)) return;
        foreach (var json in Corpus.JsonFor(name)) corpus.AssertReadTheSame(type, Bytes(json));
    }

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    [Fact]
    public void The_settings_make_a_difference_to_many_shapes()
    {
        var differ = Shapes.All.Count(shape => corpus.Find(shape.Name) is var (type, values)
            && values.Any(value => corpus.Written(type, value) != JsonSerializerOutcome(type, value)));
        Assert.True(differ > Shapes.All.Count / 4, $"{differ} of {Shapes.All.Count}");
    }

    private static string? JsonSerializerOutcome(Type type, object? value)
    {
        try
        {
            return JsonSerializer.Serialize(value, type, LoadedProgram.Reflected);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}

public sealed class SnakeCaseTests(SnakeCaseCorpus corpus) : SettingsTests(corpus);

public sealed class AsDeclaredTests(AsDeclaredCorpus corpus) : SettingsTests(corpus);

public sealed class SnakeCaseCorpus() : Corpus(
    """
    using System.Text.Json.Serialization;
    [assembly: SocketJson(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UseStringEnumConverter = true)]
    """,
    new(JsonSerializerDefaults.Web)
    {
        Encoder = MessageEscaping.Instance,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new NamedEnums() },
    })
{
    // A converter in the options has precedence over one on the type; in QueueRun, the type's own has precedence.
    private sealed class NamedEnums : JsonConverterFactory
    {
        private readonly JsonStringEnumConverter _all = new();

        public override bool CanConvert(Type type) => type.IsEnum && !type.IsDefined(typeof(JsonConverterAttribute), false);

        public override JsonConverter? CreateConverter(Type type, JsonSerializerOptions options) => _all.CreateConverter(type, options);
    }
}

public sealed class AsDeclaredCorpus() : Corpus(
    """
    using System.Text.Json.Serialization;
    [assembly: SocketJson(PropertyNamingPolicy = JsonKnownNamingPolicy.Unspecified, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
    """,
    new(JsonSerializerDefaults.Web)
    {
        Encoder = MessageEscaping.Instance,
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = null,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    });
