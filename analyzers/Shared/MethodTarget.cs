using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>How the object of an instance method is disposed of.</summary>
internal enum Disposal
{
    None,
    Dispose,
    DisposeAsync,
}

/// <summary>A method that emitted code can call, and the construction of its object.</summary>
/// <param name="Method">The method.</param>
/// <param name="Constructor">The constructor of an instance method's type; null for a static method.</param>
/// <param name="ConstructorParameters">The constructor's parameters, with their sources.</param>
/// <param name="Disposal">How the object is disposed of after the call.</param>
internal sealed record MethodTarget(
    IMethodSymbol Method, IMethodSymbol? Constructor, ImmutableArray<BoundParameter> ConstructorParameters, Disposal Disposal)
{
    /// <summary>Decides how the method is called; null, with problems, if emitted code cannot call it.</summary>
    public static MethodTarget? Read(IMethodSymbol method, Offer offer, KnownTypes known, Problems problems)
    {
        if (Reason(method, known) is { } reason)
        {
            problems.Add(Ids.NotAHandler, method.Location(), method.ShortName(), reason);
            return null;
        }
        if (method.IsBroken(known.Compilation))
        {
            problems.AddReported();
            return null;
        }
        if (Hidden(method, known) is { } hidden)
        {
            problems.Add(Ids.NotAccessible, method.Location(), method.ShortName(), hidden);
            return null;
        }
        if (method.IsStatic) return new(method, null, [], Disposal.None);

        var type = method.ContainingType;
        if (ChooseConstructor(type, known) is not { } constructor)
        {
            problems.Add(Ids.NotAHandler, method.Location(), method.ShortName(), $"'{type.ShortName()}' has {NoConstructor(type, known)}");
            return null;
        }
        var parameters = HandlerParameters.Read(constructor.Parameters, null, offer & ~Offer.Message, known, null, problems);
        return parameters is null ? null : new(method, constructor, parameters.All, DisposalOf(type, known));
    }

    /// <summary>Whether no code could call the method as a handler. Its parameters and its result are then not judged.</summary>
    public static bool IsNone(IMethodSymbol method, KnownTypes known) => Reason(method, known) is not null;

    /// <summary>Why no code could call the method as a handler; null if code could.</summary>
    private static string? Reason(IMethodSymbol method, KnownTypes known)
    {
        var type = method.ContainingType;
        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction)
            return $"it is a {(method.MethodKind == MethodKind.LocalFunction ? "local function" : "lambda expression")}; make it a method of a class";
        if (method.MethodKind == MethodKind.ExplicitInterfaceImplementation)
            return "it implements an interface explicitly; make it a method of its own";
        if (method.MethodKind != MethodKind.Ordinary)
            return "it is not an ordinary method; move the code to one";
        if (method.IsExtensionMethod || type.IsExtension)
            return "it is an extension; make it a plain static method";
        if (method.IsGenericMethod)
            return "it is generic, and its type arguments are unknown; remove the type parameters";
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return "it is not declared in a class or struct; move it to one";
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.TypeParameters.Length > 0) return $"'{t.ShortName()}' is generic, and its type arguments are unknown; remove the type parameters";
        }
        if (IsObsoleteAsError(method, known)) return "it is marked obsolete as an error, so it cannot be called; remove the handler or the mark";
        if (method.IsStatic) return null;
        if (method.IsAbstract) return "it is abstract; mark the method that implements it";
        if (type.TypeKind == TypeKind.Struct) return $"'{type.ShortName()}' is a struct; make the method static";
        return type.IsAbstract ? $"'{type.ShortName()}' is abstract and cannot be built; make the method static, or override and mark it in a class" : null;
    }

    private static bool IsObsoleteAsError(IMethodSymbol method, KnownTypes known)
    {
        for (ISymbol? symbol = method; symbol is not null; symbol = symbol.ContainingType)
        {
            if (symbol.Attribute(known.Obsolete) is { ConstructorArguments: { Length: 2 } arguments } && arguments[1].Value is true) return true;
        }
        return false;
    }

    /// <summary>Why emitted code in the same assembly cannot name the method; null if it can.</summary>
    private static string? Hidden(IMethodSymbol method, KnownTypes known)
    {
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal) return $"'{type.ShortName()}' is visible in its file only; make it internal";
            // For a type inside a hidden type, the outer one is reported.
            if (!IsVisible(type, known) && (type.ContainingType is null || IsVisible(type.ContainingType, known))) return $"'{type.ShortName()}' is {Word(type.DeclaredAccessibility)}; make it internal";
        }
        return IsVisible(method, known) ? null : $"it is {Word(method.DeclaredAccessibility)}; make it internal";
    }

    /// <summary>The only public constructor, or the marked one.</summary>
    private static IMethodSymbol? ChooseConstructor(INamedTypeSymbol type, KnownTypes known)
    {
        var marked = type.InstanceConstructors.Where(constructor => constructor.Attribute(known.ActivatorUtilitiesConstructor) is not null).ToList();
        var candidates = marked.Count > 0
            ? marked
            : type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        return candidates.Count == 1 && IsVisible(candidates[0], known) && !LacksRequiredMembers(candidates[0], known) && !candidates[0].HasTwin() ? candidates[0] : null;
    }

    private static string NoConstructor(INamedTypeSymbol type, KnownTypes known)
    {
        var marked = type.InstanceConstructors.Count(constructor => constructor.Attribute(known.ActivatorUtilitiesConstructor) is not null);
        var open = type.InstanceConstructors.Count(constructor => constructor.DeclaredAccessibility == Accessibility.Public);
        return marked > 1 ? "several constructors marked [ActivatorUtilitiesConstructor]; mark one"
            : marked == 0 && open > 1 ? "several public constructors; mark one with [ActivatorUtilitiesConstructor]"
            : marked == 0 && open == 0 ? "no public constructor; make one public, or the method static"
            : type.InstanceConstructors.Any(constructor => LacksRequiredMembers(constructor, known))
                ? "required members that are not set; take the values in the constructor"
                : "a marked constructor that is not visible; make it internal";
    }

    private static bool LacksRequiredMembers(IMethodSymbol constructor, KnownTypes known)
    {
        if (constructor.Attribute(known.SetsRequiredMembers) is { } attribute && !attribute.IsBroken()) return false;
        for (var type = constructor.ContainingType; type is not null; type = type.BaseType)
        {
            if (type.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })) return true;
        }
        return false;
    }

    private static Disposal DisposalOf(INamedTypeSymbol type, KnownTypes known)
        => type.IsA(known.AsyncDisposable) ? Disposal.DisposeAsync : type.IsA(known.Disposable) ? Disposal.Dispose : Disposal.None;

    private static bool IsVisible(ISymbol symbol, KnownTypes known)
        => symbol.IsReachable(known.Compilation);

    private static string Word(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Private => "private",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedAndInternal => "private protected",
        _ => "not visible",
    };
}
