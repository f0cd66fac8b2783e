using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Messaging;

// One method per type of value, named after its converter in JsonMetadataServices. Each accepts the usual token of the value only.
public static partial class EmittedReader
{
    /// <summary>Reads text, or null.</summary>
    public static bool TryReadString(ref Utf8JsonReader reader, JsonSerializerOptions options, out string? value)
    {
        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return value is not null || reader.TokenType == JsonTokenType.Null;
    }

    /// <summary>Reads true or false.</summary>
    public static bool TryReadBoolean(ref Utf8JsonReader reader, JsonSerializerOptions options, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return value || reader.TokenType == JsonTokenType.False;
    }

    /// <summary>Reads bytes in base64, or null.</summary>
    public static bool TryReadByteArray(ref Utf8JsonReader reader, JsonSerializerOptions options, out byte[]? value)
    {
        value = null;
        return reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out value));
    }

    /// <summary>Reads any JSON.</summary>
    public static bool TryReadJsonElement(ref Utf8JsonReader reader, JsonSerializerOptions options, out JsonElement value)
        => TryConvert(ref reader, options, JsonMetadataServices.JsonElementConverter, out value);

    /// <summary>Reads a number that is a <see cref="byte"/>.</summary>
    public static bool TryReadByte(ref Utf8JsonReader reader, JsonSerializerOptions options, out byte value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out value);
    }

    /// <summary>Reads a number that is a <see cref="SByte"/>.</summary>
    public static bool TryReadSByte(ref Utf8JsonReader reader, JsonSerializerOptions options, out sbyte value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetSByte(out value);
    }

    /// <summary>Reads a number that is an <see cref="Int16"/>.</summary>
    public static bool TryReadInt16(ref Utf8JsonReader reader, JsonSerializerOptions options, out short value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt16(out value);
    }

    /// <summary>Reads a number that is a <see cref="UInt16"/>.</summary>
    public static bool TryReadUInt16(ref Utf8JsonReader reader, JsonSerializerOptions options, out ushort value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt16(out value);
    }

    /// <summary>Reads a number that is an <see cref="Int32"/>.</summary>
    public static bool TryReadInt32(ref Utf8JsonReader reader, JsonSerializerOptions options, out int value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value);
    }

    /// <summary>Reads a number that is a <see cref="UInt32"/>.</summary>
    public static bool TryReadUInt32(ref Utf8JsonReader reader, JsonSerializerOptions options, out uint value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out value);
    }

    /// <summary>Reads a number that is an <see cref="Int64"/>.</summary>
    public static bool TryReadInt64(ref Utf8JsonReader reader, JsonSerializerOptions options, out long value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
    }

    /// <summary>Reads a number that is a <see cref="UInt64"/>.</summary>
    public static bool TryReadUInt64(ref Utf8JsonReader reader, JsonSerializerOptions options, out ulong value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out value);
    }

    /// <summary>Reads a number that is a <see cref="Single"/>.</summary>
    public static bool TryReadSingle(ref Utf8JsonReader reader, JsonSerializerOptions options, out float value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out value);
    }

    /// <summary>Reads a number that is a <see cref="Double"/>.</summary>
    public static bool TryReadDouble(ref Utf8JsonReader reader, JsonSerializerOptions options, out double value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value);
    }

    /// <summary>Reads a number that is a <see cref="Decimal"/>.</summary>
    public static bool TryReadDecimal(ref Utf8JsonReader reader, JsonSerializerOptions options, out decimal value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out value);
    }

    /// <summary>Reads a <see cref="Guid"/>.</summary>
    public static bool TryReadGuid(ref Utf8JsonReader reader, JsonSerializerOptions options, out Guid value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out value);
    }

    /// <summary>Reads a date and time.</summary>
    public static bool TryReadDateTime(ref Utf8JsonReader reader, JsonSerializerOptions options, out DateTime value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out value);
    }

    /// <summary>Reads a date and time with its offset.</summary>
    public static bool TryReadDateTimeOffset(ref Utf8JsonReader reader, JsonSerializerOptions options, out DateTimeOffset value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out value);
    }

    /// <summary>Reads a character.</summary>
    public static bool TryReadChar(ref Utf8JsonReader reader, JsonSerializerOptions options, out char value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && TryConvert(ref reader, options, JsonMetadataServices.CharConverter, out value);
    }

    /// <summary>Reads a date.</summary>
    public static bool TryReadDateOnly(ref Utf8JsonReader reader, JsonSerializerOptions options, out DateOnly value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && TryConvert(ref reader, options, JsonMetadataServices.DateOnlyConverter, out value);
    }

    /// <summary>Reads a time of day.</summary>
    public static bool TryReadTimeOnly(ref Utf8JsonReader reader, JsonSerializerOptions options, out TimeOnly value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && TryConvert(ref reader, options, JsonMetadataServices.TimeOnlyConverter, out value);
    }

    /// <summary>Reads a time span.</summary>
    public static bool TryReadTimeSpan(ref Utf8JsonReader reader, JsonSerializerOptions options, out TimeSpan value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && TryConvert(ref reader, options, JsonMetadataServices.TimeSpanConverter, out value);
    }

    /// <summary>Reads a number that is a <see cref="Half"/>.</summary>
    public static bool TryReadHalf(ref Utf8JsonReader reader, JsonSerializerOptions options, out Half value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && TryConvert(ref reader, options, JsonMetadataServices.HalfConverter, out value);
    }

    /// <summary>Reads a number that is an <see cref="Int128"/>.</summary>
    public static bool TryReadInt128(ref Utf8JsonReader reader, JsonSerializerOptions options, out Int128 value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && TryConvert(ref reader, options, JsonMetadataServices.Int128Converter, out value);
    }

    /// <summary>Reads a number that is a <see cref="UInt128"/>.</summary>
    public static bool TryReadUInt128(ref Utf8JsonReader reader, JsonSerializerOptions options, out UInt128 value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && TryConvert(ref reader, options, JsonMetadataServices.UInt128Converter, out value);
    }

    /// <summary>Reads a <see cref="Uri"/>, or null.</summary>
    public static bool TryReadUri(ref Utf8JsonReader reader, JsonSerializerOptions options, out Uri? value)
    {
        value = null;
        return reader.TokenType == JsonTokenType.String
            ? TryConvert<Uri?>(ref reader, options, JsonMetadataServices.UriConverter, out value) : reader.TokenType == JsonTokenType.Null;
    }

    /// <summary>Reads a <see cref="Version"/>, or null.</summary>
    public static bool TryReadVersion(ref Utf8JsonReader reader, JsonSerializerOptions options, out Version? value)
    {
        value = null;
        return reader.TokenType == JsonTokenType.String
            ? TryConvert<Version?>(ref reader, options, JsonMetadataServices.VersionConverter, out value) : reader.TokenType == JsonTokenType.Null;
    }

    private static bool TryConvert<T>(ref Utf8JsonReader reader, JsonSerializerOptions options, JsonConverter<T> converter, out T? value)
    {
        value = converter.Read(ref reader, typeof(T), options);
        return true;
    }
}
