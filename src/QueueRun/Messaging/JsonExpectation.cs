using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

/// <summary>The expected values in texts for clients, without names of .NET types.</summary>
internal static class JsonExpectation
{
    /// <summary>For all text.</summary>
    public const string Unicode = "text that is valid Unicode";

    /// <summary>The name of a value of this type.</summary>
    /// <param name="info">The type; null if it is unknown.</param>
    /// <param name="isNumber">Whether the value is a number, which is then too large or too precise.</param>
    public static string Of(JsonTypeInfo? info, bool isNumber)
    {
        switch (info?.Kind)
        {
            case null: return "another value";
            case JsonTypeInfoKind.Enumerable: return "an array";
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary: return "an object";
        }

        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (type.IsEnum) return "a known value";
        if (isNumber && Range(type) is { } range) return range;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.String => "a string",
            TypeCode.Char => "a string of one character",
            TypeCode.DateTime => "a date and time",
            >= TypeCode.SByte and <= TypeCode.Decimal => "a number",
            _ when type == typeof(DateTimeOffset) => "a date and time",
            _ when type == typeof(DateOnly) => "a date",
            _ when type == typeof(TimeOnly) => "a time",
            _ when type == typeof(TimeSpan) => "a duration",
            _ when type == typeof(Guid) => "a UUID",
            _ when type == typeof(Uri) => "a URI",
            _ when type == typeof(Version) => "a version",
            _ when type == typeof(Int128) || type == typeof(UInt128) || type == typeof(Half) => "a number",
            _ when type == typeof(byte[]) || type == typeof(Memory<byte>) || type == typeof(ReadOnlyMemory<byte>) => "a string in base64",
            _ when type == typeof(JsonObject) => "an object",
            _ when type == typeof(JsonArray) => "an array",
            _ when type == typeof(JsonValue) => "a string, a number, true or false",
            _ => "another value",
        };
    }

    private static string? Range(Type type)
    {
        return Type.GetTypeCode(type) switch
        {
            TypeCode.SByte => Whole(sbyte.MinValue, sbyte.MaxValue),
            TypeCode.Byte => Whole(byte.MinValue, byte.MaxValue),
            TypeCode.Int16 => Whole(short.MinValue, short.MaxValue),
            TypeCode.UInt16 => Whole(ushort.MinValue, ushort.MaxValue),
            TypeCode.Int32 => Whole(int.MinValue, int.MaxValue),
            TypeCode.UInt32 => Whole(uint.MinValue, uint.MaxValue),
            TypeCode.Int64 => Whole(long.MinValue, long.MaxValue),
            TypeCode.UInt64 => Whole(ulong.MinValue, ulong.MaxValue),
            TypeCode.Single => Any(float.MinValue, float.MaxValue),
            TypeCode.Double => Any(double.MinValue, double.MaxValue),
            TypeCode.Decimal => Any(decimal.MinValue, decimal.MaxValue),
            _ => null,
        };

        static string Whole<T>(T from, T to) => string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}");
        static string Any<T>(T from, T to) => string.Create(CultureInfo.InvariantCulture, $"a number from {from} to {to}");
    }
}
