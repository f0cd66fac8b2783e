using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>What a module brings of which a program may have only one. A library from before a property was announced leaves it empty.</summary>
internal sealed record ModuleContent
{
    /// <summary>The canonical routes of its handlers.</summary>
    public EquatableArray<string> Routes { get; init; }

    /// <summary>Each queue's name, a space, and the full name of the type of its jobs; the name alone of a schedule's.</summary>
    public EquatableArray<string> Queues { get; init; }

    /// <summary>What its message types are known by, each the condition of a route.</summary>
    public EquatableArray<string> Messages { get; init; }

    /// <summary>The full name of the method marked <c>[Authenticate]</c>.</summary>
    public string? Authenticate { get; init; }

    /// <summary>The full name of the method marked <c>[OnConnect]</c>.</summary>
    public string? OnConnect { get; init; }

    /// <summary>What an announcement says.</summary>
    public static ModuleContent Read(AttributeData announced) => new()
    {
        Routes = Strings(announced, nameof(Routes)),
        Queues = Strings(announced, nameof(Queues)),
        Messages = Strings(announced, nameof(Messages)),
        Authenticate = Named(announced, nameof(Authenticate)).Value as string,
        OnConnect = Named(announced, nameof(OnConnect)).Value as string,
    };

    private static EquatableArray<string> Strings(AttributeData announced, string property)
        => Named(announced, property) is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? array.Values.Select(item => item.Value).OfType<string>().ToEquatableArray() : EquatableArray<string>.Empty;

    private static TypedConstant Named(AttributeData announced, string property)
        => announced.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value;
}
