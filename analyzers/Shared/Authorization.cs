using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using QueueRun.Analysis.Json;

namespace QueueRun.Analysis;

/// <summary>The authorization attributes of a handler and its class. All of them count, as for an action and its controller.</summary>
internal static class Authorization
{
    /// <summary>
    /// The attributes that restrict a handler's callers; none if every client may call it. <c>[AllowAnonymous]</c> overrides all others.
    /// </summary>
    /// <param name="method">The handler.</param>
    /// <param name="known">The types that rules are about.</param>
    /// <param name="problems">Receives the attributes that emitted code cannot create; then the handler must be left out.</param>
    public static ImmutableArray<AttributeData> Of(IMethodSymbol method, KnownTypes known, Problems problems)
    {
        if (known.AuthorizeData is null) return [];
        var marks = Marks(method).Where(attribute => IsMark(attribute, known)).ToImmutableArray();
        if (marks.IsEmpty || marks.Any(mark => mark.AttributeClass!.IsA(known.AllowAnonymous))) return [];
        foreach (var mark in marks)
        {
            if (IsRefused(mark, known)) problems.AddReported();
            else if (Obstacle(mark, known) is { } obstacle)
                problems.Add(Ids.AuthorizationHidden, PlaceOf(mark, method), mark.WrittenName(), method.ShortName(), $"{obstacle.Reason}; {obstacle.Cure}");
        }
        return marks;
    }

    /// <summary>Whether ASP.NET Core's authorization reads an attribute.</summary>
    public static bool IsMark(AttributeData attribute, KnownTypes known)
        => attribute.AttributeClass is { } type && (type.IsA(known.AuthorizeData) || type.IsA(known.AllowAnonymous) || type.IsA(known.AuthorizationRequirementData));

    /// <summary>The attributes of a method and of its class, including inherited ones.</summary>
    private static IEnumerable<AttributeData> Marks(IMethodSymbol method)
    {
        for (var (m, own) = (method, true); m is not null; (m, own) = (m.OverriddenMethod, false))
        {
            foreach (var attribute in m.GetAttributes().Where(attribute => own || IsInherited(attribute))) yield return attribute;
        }
        for (var (type, own) = (method.ContainingType, true); type is not null; (type, own) = (type.BaseType, false))
        {
            foreach (var attribute in type.GetAttributes().Where(attribute => own || IsInherited(attribute))) yield return attribute;
        }
    }

    private static bool IsInherited(AttributeData attribute)
    {
        for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            var usage = type.GetAttributes().FirstOrDefault(usage => usage.AttributeClass is { Name: "AttributeUsageAttribute", ContainingNamespace.Name: "System" });
            if (usage is not null) return usage.Named("Inherited") is not false;
        }
        return true;
    }

    /// <summary>Whether the compiler already reports an error at the attribute.</summary>
    private static bool IsRefused(AttributeData mark, KnownTypes known)
        => mark.IsBroken() || Arguments(mark).SelectMany(Types).Any(type => IsRefused(type, known)) || mark.NamedArguments.Any(argument => !CanBeSet(mark.AttributeClass!, argument.Key, known));

    // The type in typeof may be open, static or void; its type arguments and elements may not.
    private static bool IsRefused(ITypeSymbol type, KnownTypes known) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.IsBroken(known.Compilation),
        INamedTypeSymbol { IsUnboundGenericType: true } open => open.OriginalDefinition.TypeKind == TypeKind.Error,
        INamedTypeSymbol named => named.IsMissing() || named.TypeArguments.Any(argument => argument.IsBroken(known.Compilation)),
        _ => type.IsMissing(),
    };

    private static bool CanBeSet(INamedTypeSymbol type, string name, KnownTypes known)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            switch (t.GetMembers(name).FirstOrDefault())
            {
                case IPropertySymbol { SetMethod: { } setter }: return setter.IsReachable(known.Compilation);
                case IFieldSymbol { IsReadOnly: false, IsConst: false } field: return field.IsReachable(known.Compilation);
                case not null: return false;
            }
        }
        return false;
    }

    private static IEnumerable<TypedConstant> Arguments(AttributeData mark) => mark.ConstructorArguments.Concat(mark.NamedArguments.Select(argument => argument.Value));

    /// <summary>Why emitted code cannot create an attribute; null if it can.</summary>
    private static JsonObstacle? Obstacle(AttributeData mark, KnownTypes known)
    {
        if (JsonAccess.CannotName(mark.AttributeClass!, known.Compilation) is { } hidden) return hidden;
        if (!mark.AttributeConstructor!.IsReachable(known.Compilation)) return new($"the constructor of '{mark.AttributeClass!.ShortName()}' is hidden", "make it internal");
        return Arguments(mark).SelectMany(Types)
            .Select(type => JsonAccess.CannotName(type, known.Compilation)).FirstOrDefault(obstacle => obstacle is not null);
    }

    /// <summary>The types in an argument: the types of its values, and values that are types.</summary>
    private static IEnumerable<ITypeSymbol> Types(TypedConstant argument)
    {
        if (argument.Type is { } type) yield return type;
        if (argument.Kind == TypedConstantKind.Array)
        {
            if (argument.IsNull) yield break;
            foreach (var inner in argument.Values.SelectMany(Types)) yield return inner;
        }
        else if (argument is { Kind: TypedConstantKind.Type, Value: ITypeSymbol value }) yield return value;
    }

    // A class's attribute may come from a library, so it is reported at the method, which is left out.
    private static Location? PlaceOf(AttributeData mark, IMethodSymbol method) => method.GetAttributes().Contains(mark) ? mark.Location() : method.Location();
}
