using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analysis;

/// <summary>What is written in a handler's attribute, and where.</summary>
internal static class AttributeArguments
{
    /// <summary>The value of <c>TimeoutSeconds</c>; null where it is not set, or, with a problem, out of range.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="max">The most seconds that there may be.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static double? Timeout(this AttributeData attribute, int max, Problems problems)
    {
        if (attribute.Named("TimeoutSeconds") is not double seconds) return null;
        if (seconds > 0 && seconds <= max) return seconds;
        problems.Add(Ids.TimeoutOutOfRange, attribute.TimeoutLocation(),
            seconds.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>The place where <c>TimeoutSeconds</c> is set.</summary>
    public static Location? TimeoutLocation(this AttributeData attribute)
        => Syntax(attribute)?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "TimeoutSeconds")?.GetLocation()
            ?? attribute.Location();

    /// <summary>The value of a property that the attribute sets; null where it does not.</summary>
    public static object? Named(this AttributeData attribute, string name)
        => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: not TypedConstantKind.Array } constant ? constant.Value : null;

    /// <summary>The place of the constructor's argument, or of the attribute where there is none.</summary>
    public static Location? ArgumentLocation(this AttributeData attribute) => Argument(attribute)?.GetLocation() ?? attribute.Location();

    /// <summary>The place of an error inside the text of the constructor's argument, as exact as the literal allows.</summary>
    public static Location? ArgumentLocation(this AttributeData attribute, string text, TextError error)
    {
        if (Argument(attribute) is not LiteralExpressionSyntax literal) return attribute.ArgumentLocation();
        // Where the text stands unescaped in the literal, its columns are the literal's.
        var start = literal.Token.Text.IndexOf(text, StringComparison.Ordinal);
        if (text.Length == 0 || start < 0) return literal.GetLocation();
        var column = Math.Min(error.Column, text.Length - 1);
        var length = Math.Max(1, Math.Min(error.Length, text.Length - column));
        return Location.Create(literal.SyntaxTree, new(literal.Token.SpanStart + start + column, length));
    }

    private static ExpressionSyntax? Argument(AttributeData attribute)
        => Syntax(attribute)?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null)?.Expression;

    private static AttributeSyntax? Syntax(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;
}
