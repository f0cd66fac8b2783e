using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators;

/// <summary>The result of reading <c>[SocketMessage]</c> on a type.</summary>
/// <param name="Claim">The property and value that only this type may have; null if the attribute is invalid.</param>
/// <param name="Messages">The type, for reading and for writing.</param>
/// <remarks>Must stay equal by value: see <see cref="EntryPoint"/>.</remarks>
internal sealed record MarkedType(string? Claim, EquatableArray<MessageRoot> Messages)
{
    public static IncrementalValuesProvider<MarkedType> Find(IncrementalGeneratorInitializationContext context)
    {
        TransformCache<MarkedType> cache = new(Read);
        return context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.SocketMessage, static (node, _) => node is BaseTypeDeclarationSyntax, cache.Read)
            .WithTrackingName(TrackingNames.MarkedTypes);
    }

    /// <summary>The claims: a separate step, because the module does not depend on the members of types.</summary>
    public static IncrementalValueProvider<ImmutableArray<string>> Claims(IncrementalValuesProvider<MarkedType> types)
        => types.Where(static type => type.Claim is not null).Select(static (type, _) => type.Claim!).WithTrackingName(TrackingNames.MessageClaims).Collect();

    /// <summary>The types to emit code for.</summary>
    public static IncrementalValueProvider<ImmutableArray<EquatableArray<MessageRoot>>> Roots(IncrementalValuesProvider<MarkedType> types)
        => types.Select(static (type, _) => type.Messages).WithTrackingName(TrackingNames.MessageTypes).Collect();

    private static MarkedType Read(GeneratorAttributeSyntaxContext found)
        => new(
            found.TargetSymbol is ITypeSymbol type ? Handler.MessageCondition(type, KnownTypes.Of(found.SemanticModel.Compilation))?.ToString() : null,
            MessageRoot.OfMessage(found));
}
