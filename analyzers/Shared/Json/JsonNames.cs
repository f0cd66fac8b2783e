using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis.Json;

/// <summary>Names in JSON, in emitted code, and in messages to people.</summary>
internal static class JsonNames
{
    // Without nullable annotations: two annotations of one type are one type at run time.
    private static readonly SymbolDisplayFormat s_global = SymbolDisplayFormat.FullyQualifiedFormat;

    // Asked repeatedly about the same few types, and assembled from parts each time.
    private static readonly ConditionalWeakTable<ITypeSymbol, string> s_keys = new();
    private static readonly ConditionalWeakTable<ITypeSymbol, string> s_displays = new();

    /// <summary>The name of a type in emitted code; for a type that cannot be named, a signature that tells it from others.</summary>
    public static string Key(ITypeSymbol type) => s_keys.GetValue(type, static type => Spell(type, AnonymousKey));

    /// <summary>How a generic method writes a type that contains anonymous types: <c>List&lt;T0&gt;</c>.</summary>
    public static string Pattern(ITypeSymbol type, out EquatableArray<string> arguments)
    {
        List<string> keys = [];
        var pattern = Spell(type, anonymous =>
        {
            var key = AnonymousKey(anonymous);
            if (!keys.Contains(key)) keys.Add(key);
            return "T" + keys.IndexOf(key);
        });
        arguments = keys.ToEquatableArray();
        return pattern;
    }

    public static bool HasAnonymous(ITypeSymbol type)
        => type switch
        {
            IArrayTypeSymbol array => HasAnonymous(array.ElementType),
            INamedTypeSymbol named => named.IsAnonymousType || named.TypeArguments.Any(HasAnonymous)
                || (named.ContainingType is { } containing && HasAnonymous(containing)),
            _ => false,
        };

    /// <summary>The name for messages to people.</summary>
    public static string Display(ITypeSymbol type)
        => s_displays.GetValue(type, static type => type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));

    /// <summary>Whether the type is declared in this program and not in a library, so that its author can change it.</summary>
    public static bool IsDeclaredHere(ITypeSymbol type) => type.Locations.Any(location => location.IsInSource);

    private static string AnonymousKey(ITypeSymbol type)
    {
        var members = type.GetMembers().OfType<IPropertySymbol>().Select(member => $"{member.Name}:{Key(member.Type)}");
        return $"{{{string.Join(",", members)}}}";
    }

    private static string Spell(ITypeSymbol type, Func<ITypeSymbol, string> anonymous)
    {
        if (!HasAnonymous(type)) return type.ToDisplayString(s_global);
        if (type is IArrayTypeSymbol array) return Spell(array.ElementType, anonymous) + "[]";
        var named = (INamedTypeSymbol)type;
        if (named.IsAnonymousType) return anonymous(named);
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) return Spell(named.TypeArguments[0], anonymous) + "?";
        StringBuilder name = new();
        if (named.ContainingType is { } containing) name.Append(Spell(containing, anonymous)).Append('.');
        else if (named.ContainingNamespace.IsGlobalNamespace) name.Append("global::");
        else name.Append(named.ContainingNamespace.ToDisplayString(s_global)).Append('.');
        name.Append(GeneratedNames.Escape(named.Name));
        if (!named.TypeArguments.IsEmpty)
            name.Append('<').Append(string.Join(", ", named.TypeArguments.Select(argument => Spell(argument, anonymous)))).Append('>');
        return name.ToString();
    }
}
