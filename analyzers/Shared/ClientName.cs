using System.Text;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>The name by which clients call a handler.</summary>
internal static class ClientName
{
    /// <summary>
    /// The attribute's <c>Name</c>; else the value of the route's only literal condition, <c>todoCreate</c> for <c>action=todo:create</c>;
    /// else the method's name in camelCase.
    /// </summary>
    public static string Of(Handler handler)
    {
        if (Written(handler.Attribute) is { } written && IsValid(written)) return written;
        var literals = handler.Route.Conditions.Where(condition => condition.Value is not null).ToList();
        return (literals.Count == 1 ? OfText(literals[0].Value!) : null) ?? OfText(handler.Method.Name) ?? "handler";
    }

    /// <summary>The attribute's <c>Name</c>; null if it is not set.</summary>
    public static string? Written(AttributeData attribute) => attribute.Named("Name") as string;

    /// <summary>Whether clients can use the name in code without quotes.</summary>
    public static bool IsValid(string name) => name.Length > 0 && !char.IsDigit(name[0]) && name.All(IsPart) && name is not ("__proto__" or "constructor" or "prototype");

    /// <summary>A text in camelCase; null if it gives no name.</summary>
    public static string? OfText(string text)
    {
        StringBuilder name = new(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && IsLetterOrDigit(text[i])) i++;
            if (i == start)
            {
                i++;
                continue;
            }
            var word = text.Substring(start, i - start);
            if (word.All(c => !char.IsLower(c))) word = word.ToLowerInvariant();
            name.Append(name.Length == 0 ? JsonNaming.CamelCase.Of(word) : char.ToUpperInvariant(word[0]) + word.Substring(1));
        }
        var found = name.ToString();
        return IsValid(found) ? found : null;
    }

    private static bool IsPart(char c) => IsLetterOrDigit(c) || c is '_' or '$';

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
