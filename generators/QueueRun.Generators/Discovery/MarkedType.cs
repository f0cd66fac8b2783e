using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators;

/// <summary>What <c>[SocketMessage]</c> on a type comes to.</summary>
/// <param name="Claim">The property and value that belong to this type alone; null where the attribute says nothing valid.</param>
/// <param name="Messages">The type, as it is read and as it is written.</param>
/// <remarks>Must stay equal by value: see <see cref="EntryPoint"/>.</remarks>
internal sealed record MarkedType(string? Claim, EquatableArray<MessageRoot> Messages)
{
    private static readonly Memory<MarkedType> s_memory = new(Read);

    public static IncrementalValuesProvider<MarkedType> Find(IncrementalGeneratorInitializationContext context)
        => context.SyntaxProvider
            .ForAttributeWithMetadataName(MetadataNames.SocketMessage, static (node, _) => node is BaseTypeDeclarationSyntax, s_memory.Read)
            .WithTrackingName(TrackingNames.MarkedTypes);

    /// <summary>The claims: a step of their own, since a member of a type is no business of the module's.</summary>
    public static IncrementalValueProvider<ImmutableArray<string>> Claims(IncrementalValuesProvider<MarkedType> types)
        => types.Where(static type => type.Claim is not null).Select(static (type, _) => type.Claim!).WithTrackingName(TrackingNames.MessageClaims).Collect();

    /// <summary>The types that they bring.</summary>
    public static IncrementalValueProvider<ImmutableArray<EquatableArray<MessageRoot>>> Roots(IncrementalValuesProvider<MarkedType> types)
        => types.Select(static (type, _) => type.Messages).WithTrackingName(TrackingNames.MessageTypes).Collect();

    private static MarkedType Read(GeneratorAttributeSyntaxContext found)
        => new(
            found.TargetSymbol is ITypeSymbol type ? Handler.MessageCondition(type, KnownTypes.Of(found.SemanticModel.Compilation))?.ToString() : null,
            MessageRoot.OfMessage(found));
}
