using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QueueRun.Generators;

/// <summary>The result of reading one attribute on a method.</summary>
/// <param name="EntryPoints">The entry points: several if the method has several such attributes, none if it is invalid.</param>
/// <param name="Messages">The types that the method receives and sends.</param>
/// <remarks>Must stay equal by value: see <see cref="EntryPoint"/>.</remarks>
internal sealed record MarkedMethod(EquatableArray<EntryPoint> EntryPoints, EquatableArray<MessageRoot> Messages)
{
    public static MarkedMethod None { get; } = new(default, default);
}

/// <summary>The marked methods of an assembly.</summary>
/// <param name="EntryPoints">Every valid entry point, in an order independent of files.</param>
/// <param name="Messages">The types of their messages.</param>
internal sealed record MarkedMethods(
    IncrementalValueProvider<EquatableArray<EntryPoint>> EntryPoints, IncrementalValueProvider<ImmutableArray<EquatableArray<MessageRoot>>> Messages)
{
    public static MarkedMethods Find(IncrementalGeneratorInitializationContext context)
    {
        var found = MarkedKind.All.Select(kind => Find(context, kind)).ToArray();
        return new(
            All(found, static method => method.EntryPoints).Select(static (all, _) => Sort(all)).WithTrackingName(TrackingNames.EntryPoints),
            All(found, static method => method.Messages).WithTrackingName(TrackingNames.MethodMessages));
    }

    private static IncrementalValuesProvider<MarkedMethod> Find(IncrementalGeneratorInitializationContext context, MarkedKind kind)
    {
        TransformCache<MarkedMethod> cache = new(found => EntryPointReader.Read(kind, found));
        return context.SyntaxProvider
            .ForAttributeWithMetadataName(kind.MetadataName, static (node, _) => node is MethodDeclarationSyntax, cache.Read)
            .WithTrackingName(kind.Step);
    }

    private static IncrementalValueProvider<ImmutableArray<EquatableArray<T>>> All<T>(
        IncrementalValuesProvider<MarkedMethod>[] found, Func<MarkedMethod, EquatableArray<T>> part) where T : IEquatable<T>
        => found.Select(methods => methods.Select((method, _) => part(method)).Collect())
            .Aggregate((one, other) => one.Combine(other).Select(static (pair, _) => pair.Left.AddRange(pair.Right)));

    private static EquatableArray<EntryPoint> Sort(ImmutableArray<EquatableArray<EntryPoint>> found)
        => found.SelectMany(method => method).OrderBy(entryPoint => entryPoint.SortKey, StringComparer.Ordinal).ToEquatableArray();
}
