using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Analysis;

/// <summary>The arguments of a handler's attribute, and their places.</summary>
internal static class AttributeArguments
{
    /// <summary>The value of <c>TimeoutSeconds</c>; null if it is not set, or, with a problem, if it is out of range.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="max">The maximum, in seconds.</param>
    /// <param name="problems">Receives the problem.</param>
    public static double? Timeout(this AttributeData attribute, int max, Problems problems)
    {
        if (attribute.Named("TimeoutSeconds") is not double seconds) return null;
        if (seconds > 0 && seconds <= max) return seconds;
        problems.Add(Ids.TimeoutOutOfRange, attribute.NamedLocation("TimeoutSeconds"),
            seconds.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>The value of a property that the attribute sets; null if it does not.</summary>
    public static object? Named(this AttributeData attribute, string name)
        => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: not TypedConstantKind.Array } constant ? constant.Value : null;

    /// <summary>The attribute's name as it is usually written: <c>Authorize</c>.</summary>
    public static string WrittenName(this AttributeData attribute)
    {
        const string suffix = "Attribute";
        var name = attribute.AttributeClass!.Name;
        return name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;
    }

    /// <summary>The place where the attribute sets a property; if it does not, that of the attribute.</summary>
    public static Location? NamedLocation(this AttributeData attribute, string name)
        => Syntax(attribute)?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.GetLocation()
            ?? attribute.Location();

    /// <summary>The place of the constructor's argument; if there is none, that of the attribute.</summary>
    public static Location? ArgumentLocation(this AttributeData attribute) => Argument(attribute)?.GetLocation() ?? attribute.Location();

    /// <summary>The place of an error inside the text of the constructor's argument, as exact as the literal allows.</summary>
    public static Location? ArgumentLocation(this AttributeData attribute, string text, TextError error)
    {
        if (Argument(attribute) is not LiteralExpressionSyntax literal) return attribute.ArgumentLocation();
        // If the text is unescaped in the literal, its columns are those of the literal.
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
