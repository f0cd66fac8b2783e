using System.Text.Json;
using System.Text.Json.Nodes;

namespace QueueRun.Json.Tests;

/// <summary>Creates values without members: edge cases as often as others.</summary>
internal sealed class RandomLeaves(Random random)
{
    private static readonly string[] s_json = ["null", "1", "-1.50", "\"é\"", "true", "[]", "{}", "[1,{\"a\":null}]", "{\"b\":[1.0,\"<&>\"],\"B\":2}"];
    private static readonly string[] s_uris = ["http://example.org/a?b=c#d", "/relative/é", "", "mailto:a@b", "HTTP://EXAMPLE.org:80/%7e"];
    private static readonly string[] s_texts = ["", "plain", "quote \" \\ / '", "\n\t\0\u001f\u007f\u0085", "<&>+`", "é 中 👋", "\u2028\u2029\ufeff", "\ud800", "x\udc00y", "null", "1"];

    public bool Next(Type type, out object? value)
    {
        value = type.IsEnum ? Enum(type)
            : type == typeof(byte[]) ? Bytes()
            : type == typeof(Memory<byte>) ? (Memory<byte>)Bytes()
            : type == typeof(ReadOnlyMemory<byte>) ? (ReadOnlyMemory<byte>)Bytes()
            : type == typeof(JsonElement) ? JsonDocument.Parse(Of(s_json)).RootElement
            : type == typeof(JsonDocument) ? JsonDocument.Parse(Of(s_json))
            : Reference(type, out var reference) ? reference
            : Type.GetTypeCode(type) is not (TypeCode.Object or TypeCode.String) ? Number(Type.GetTypeCode(type))
            : Struct(type);
        return value is not null || IsReference(type);
    }

    private static bool IsReference(Type type)
        => type == typeof(string) || type == typeof(object) || type == typeof(Uri) || type == typeof(Version) || type.IsAssignableTo(typeof(JsonNode));

    private bool Reference(Type type, out object? value)
    {
        value = null;
        if (!IsReference(type)) return false;
        if (random.Next(6) == 0) return true;
        value = type == typeof(string) ? Text()
            : type == typeof(Uri) ? new Uri(Of(s_uris), UriKind.RelativeOrAbsolute)
            : type == typeof(Version) ? new Version(random.Next(9), random.Next(9), random.Next(int.MaxValue))
            : type == typeof(JsonObject) ? JsonNode.Parse("{\"o\":[" + Of(s_json) + "]}")
            : type == typeof(JsonArray) ? JsonNode.Parse("[" + Of(s_json) + "]")
            : type == typeof(JsonValue) ? JsonValue.Create(Text())
            : type == typeof(JsonNode) ? JsonNode.Parse(Of(s_json))
            : Of<object>(1, Text(), true, 2.5, Guid.Empty);
        return true;
    }

    private string Text()
        => random.Next(2) == 0 ? Of(s_texts)
            : string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(0x10000) : random.Next(' ', '~'))));

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(6)];
        random.NextBytes(bytes);
        return bytes;
    }

    private object Enum(Type type)
    {
        var values = System.Enum.GetValues(type);
        return random.Next(4) == 0 ? System.Enum.ToObject(type, random.Next(-2, 300)) : values.GetValue(random.Next(values.Length))!;
    }

    private object Number(TypeCode code)
        => code switch
        {
            TypeCode.Boolean => random.Next(2) == 0,
            TypeCode.Char => Of('a', '"', '\\', '\0', 'é', '\ud800', (char)random.Next(0x10000)),
            TypeCode.SByte => Of(sbyte.MinValue, sbyte.MaxValue, (sbyte)0, (sbyte)random.Next(-100, 100)),
            TypeCode.Byte => Of(byte.MinValue, byte.MaxValue, (byte)random.Next(256)),
            TypeCode.Int16 => Of(short.MinValue, short.MaxValue, (short)0, (short)random.Next(-30000, 30000)),
            TypeCode.UInt16 => Of(ushort.MinValue, ushort.MaxValue, (ushort)random.Next(60000)),
            TypeCode.Int32 => Of(int.MinValue, int.MaxValue, 0, random.Next()),
            TypeCode.UInt32 => Of(uint.MinValue, uint.MaxValue, (uint)random.Next()),
            TypeCode.Int64 => Of(long.MinValue, long.MaxValue, 0, random.NextInt64()),
            TypeCode.UInt64 => Of(ulong.MinValue, ulong.MaxValue, (ulong)random.NextInt64()),
            TypeCode.Single => Of(0f, -0f, float.Epsilon, float.MaxValue, float.MinValue, 1e10f, random.Next(8) == 0 ? float.NaN : 1f, random.NextSingle()),
            TypeCode.Double => Of(0d, -0d, double.Epsilon, double.MaxValue, 1e16, 1e-5, random.Next(8) == 0 ? double.NegativeInfinity : 1d, random.NextDouble()),
            TypeCode.Decimal => Of(0m, decimal.MinValue, decimal.MaxValue, 1.10m, 0.0000000000000000000000000001m, new decimal(random.Next(), random.Next(), 0, true, 5)),
            _ => Of(DateTime.MinValue, DateTime.MaxValue, DateTime.UnixEpoch, new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)random.Next(3))),
        };

    private object? Struct(Type type)
        => type == typeof(Guid) ? Of(Guid.Empty, Guid.AllBitsSet, new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
            : type == typeof(DateTimeOffset) ? Of(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new(random.NextInt64(1L << 60), TimeSpan.FromMinutes(random.Next(-840, 840))))
            : type == typeof(DateOnly) ? Of(DateOnly.MinValue, DateOnly.MaxValue, DateOnly.FromDayNumber(random.Next(3_000_000)))
            : type == typeof(TimeOnly) ? Of(TimeOnly.MinValue, TimeOnly.MaxValue, new(random.NextInt64(TimeSpan.TicksPerDay)))
            : type == typeof(TimeSpan) ? Of(TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero, new(random.NextInt64()))
            : type == typeof(Half) ? Of(Half.MaxValue, Half.Epsilon, Half.NegativeZero, (Half)random.NextSingle())
            : type == typeof(Int128) ? Of(Int128.MinValue, Int128.MaxValue, random.NextInt64())
            : type == typeof(UInt128) ? Of(UInt128.MinValue, UInt128.MaxValue, (ulong)random.NextInt64())
            : null;

    private T Of<T>(params T[] values) => values[random.Next(values.Length)];
}
