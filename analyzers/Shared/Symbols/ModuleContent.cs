using Microsoft.CodeAnalysis;

namespace QueueRun.Analysis;

/// <summary>
/// The contents of a module that may exist only once in a program. A library built before a property existed leaves it empty.
/// </summary>
internal sealed record ModuleContent
{
    /// <summary>The canonical routes of its handlers.</summary>
    public EquatableArray<string> Routes { get; init; }

    /// <summary>Each queue's name, a space, and the full name of its jobs' type; for a schedule only the name.</summary>
    public EquatableArray<string> Queues { get; init; }

    /// <summary>The markers of its message types, each as a route's condition.</summary>
    public EquatableArray<string> Messages { get; init; }

    /// <summary>The methods that identify the users of connections: at most one of each kind.</summary>
    public EquatableArray<AnnouncedAuthenticator> Authenticators { get; init; }

    /// <summary>The full names of its hooks.</summary>
    public EquatableArray<string> Hooks { get; init; }

    /// <summary>Reads an announcement.</summary>
    public static ModuleContent Read(AttributeData announced) => new()
    {
        Routes = Strings(announced, nameof(Routes)),
        Queues = Strings(announced, nameof(Queues)),
        Messages = Strings(announced, nameof(Messages)),
        Authenticators = MarkedKind.All
            .Where(kind => kind.Role == MarkedRole.Authenticator)
            .Select(kind => (Kind: kind, Name: Named(announced, kind.Name).Value as string))
            .Where(found => found.Name is not null)
            .Select(found => new AnnouncedAuthenticator(found.Kind, found.Name!))
            .ToEquatableArray(),
        Hooks = Strings(announced, nameof(Hooks)),
    };

    /// <summary>The full name of the authenticating method of this kind; null without one.</summary>
    public string? Authenticator(MarkedKind kind) => Authenticators.FirstOrDefault(authenticator => authenticator.Kind == kind)?.Name;

    private static EquatableArray<string> Strings(AttributeData announced, string property)
        => Named(announced, property) is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? array.Values.Select(item => item.Value).OfType<string>().ToEquatableArray() : EquatableArray<string>.Empty;

    private static TypedConstant Named(AttributeData announced, string property)
        => announced.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value;
}

/// <summary>A method that identifies the users of connections. The announcement has a property named after each such kind.</summary>
/// <param name="Kind">The kind of its mark.</param>
/// <param name="Name">Its full name.</param>
internal sealed record AnnouncedAuthenticator(MarkedKind Kind, string Name);
