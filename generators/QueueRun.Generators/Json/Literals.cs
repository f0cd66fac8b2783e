using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Analysis.Json;

namespace QueueRun.Generators;

/// <summary>Values of the model as C# code.</summary>
internal static class Literals
{
    /// <summary>A default value as an expression of its type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The <c>global::</c> name of the parameter's type.</param>
    public static string Of(JsonDefault value, string type)
        => value.Value switch
        {
            null => $"default({type})",
            JsonValueType.Boolean => value.Text,
            JsonValueType.String => Emitted.Literal(value.Text),
            JsonValueType.Character => SymbolDisplay.FormatLiteral(value.Text[0], quote: true),
            // For T?, the value is a T.
            { } kind => $"({type.TrimEnd('?')})({Bare(value.Text, kind)})",
        };

    /// <summary>The C# keyword of a numeric type.</summary>
    public static string Keyword(JsonValueType number)
        => number switch
        {
            JsonValueType.Int8 => "sbyte",
            JsonValueType.UInt8 => "byte",
            JsonValueType.Int16 => "short",
            JsonValueType.UInt16 => "ushort",
            JsonValueType.Int32 => "int",
            JsonValueType.UInt32 => "uint",
            JsonValueType.Int64 => "long",
            JsonValueType.UInt64 => "ulong",
            _ => throw new ArgumentOutOfRangeException(nameof(number)),
        };

    private static string Bare(string text, JsonValueType kind)
        => kind switch
        {
            JsonValueType.Float64 => Float("double", text, "D"),
            JsonValueType.Float32 => Float("float", text, "F"),
            JsonValueType.Decimal => text + "M",
            JsonValueType.DateTime => $"new global::System.DateTime({DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).Ticks.ToString(CultureInfo.InvariantCulture)}L)",
            _ => text,
        };

    private static string Float(string type, string text, string suffix)
        => text switch
        {
            "NaN" => $"{type}.NaN",
            "Infinity" => $"{type}.PositiveInfinity",
            "-Infinity" => $"{type}.NegativeInfinity",
            _ => text + suffix,
        };
}
