using System.Globalization;

namespace QueueRun.Analysis.Json;

/// <summary>The default value of a parameter.</summary>
/// <param name="Value">The kind of value; for an enum, that of its number. Null for the default of the parameter's type: null, or a struct
/// with no values set.</param>
/// <param name="Text">The value as in JSON, without quotes or escapes. Empty for the default of the type.</param>
internal sealed record JsonDefault(JsonValueType? Value, string Text)
{
    private static readonly JsonDefault s_ofType = new(null, "");

    /// <summary>The default value for a constant.</summary>
    public static JsonDefault Of(object? constant)
        => constant switch
        {
            bool value => new(JsonValueType.Boolean, value ? "true" : "false"),
            sbyte value => new(JsonValueType.Int8, Invariant(value)),
            byte value => new(JsonValueType.UInt8, Invariant(value)),
            short value => new(JsonValueType.Int16, Invariant(value)),
            ushort value => new(JsonValueType.UInt16, Invariant(value)),
            int value => new(JsonValueType.Int32, Invariant(value)),
            uint value => new(JsonValueType.UInt32, Invariant(value)),
            long value => new(JsonValueType.Int64, Invariant(value)),
            ulong value => new(JsonValueType.UInt64, Invariant(value)),
            float value => new(JsonValueType.Float32, Invariant(value, "R")),
            double value => new(JsonValueType.Float64, Invariant(value, "R")),
            decimal value => new(JsonValueType.Decimal, Invariant(value)),
            char value => new(JsonValueType.Character, value.ToString()),
            string value => new(JsonValueType.String, value),
            DateTime value => new(JsonValueType.DateTime, Invariant(value, "O")),
            _ => s_ofType,
        };

    private static string Invariant(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);
}
