using QueueRun.Calls;
using QueueRun.Diagnostics;

namespace QueueRun.Routing;

/// <summary>A handler, with what is decided about it once, at start.</summary>
/// <param name="Descriptor">The handler as it was emitted.</param>
/// <param name="Slots">Which of the properties that routes name its own are: see <see cref="RouteTable.SlotsOf"/>.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="NeedsScope">Whether it asks for a service that is not a singleton.</param>
internal sealed record RoutedHandler(HandlerDescriptor Descriptor, int[] Slots, TimeSpan Timeout, bool NeedsScope)
{
    /// <summary>Calls the method, or throws the client's error.</summary>
    public Func<HandlerCall, ValueTask> InvokeAsync { get; init; } = Descriptor.InvokeAsync;

    /// <summary>Whether the next message need not wait for the handler's end.</summary>
    public bool IsConcurrent => Descriptor.Concurrent;

    /// <summary>The names of the properties that its route reads.</summary>
    public string[] PropertyNames { get; } = [.. Descriptor.Route.Select(condition => condition.Property), .. Descriptor.OptionalProperties];

    /// <summary>What metrics and spans call it.</summary>
    public string Label { get; } = Descriptor switch
    {
        { Route.Length: > 0 } => Descriptor.RouteText,
        { Kind: MessageKind.Json } => RouteLabel.DefaultJson,
        { Kind: MessageKind.Text } => RouteLabel.DefaultText,
        _ => RouteLabel.DefaultBinary,
    };
}

/// <summary>The handlers of one endpoint: the routes, and the default handler of each kind.</summary>
internal sealed class HandlerTable
{
    private readonly TimeSpan _defaultTimeout;
    private readonly ServiceLifetimes _lifetimes;
    private readonly HandlerGuards? _guards;

    /// <param name="handlers">The handlers.</param>
    /// <param name="authenticators">The program's <c>[Authenticate]</c> method, or none.</param>
    /// <param name="lifetimes">How long services live.</param>
    /// <param name="options">The program's settings.</param>
    /// <param name="guards">Adds the checks that run before handlers are called; null for none.</param>
    /// <exception cref="InvalidOperationException">Two handlers take the same messages, or there are two authenticators.</exception>
    public HandlerTable(
        IReadOnlyList<HandlerDescriptor> handlers, IReadOnlyList<AuthenticateDescriptor> authenticators, ServiceLifetimes lifetimes,
        QueueRunOptions options, HandlerGuards? guards = null)
    {
        _defaultTimeout = options.DefaultTimeout;
        (_lifetimes, _guards) = (lifetimes, guards);
        Routes = new(handlers, Build);
        DefaultJson = Default(handlers, MessageKind.Json);
        DefaultText = Default(handlers, MessageKind.Text);
        DefaultBinary = Default(handlers, MessageKind.Binary);
        Authenticator = Single(authenticators, authenticator => authenticator.Name, "[Authenticate]");
        AuthenticatorNeedsScope = Authenticator is not null && lifetimes.NeedScope(Authenticator.Services);
        NeedsRequest = handlers.Any(handler => handler.NeedsHttpContext || guards?.NeedRequest(handler) is true)
            || Authenticator is { NeedsHttpContext: true };
        HasRoutes = handlers.Any(handler => handler.Route.Length > 0);
        ReadsJson = HasRoutes || DefaultJson is not null || DefaultText is null;
    }

    public RouteTable Routes { get; }

    public bool HasRoutes { get; }

    /// <summary>Whether text is read as JSON: false if the program's only handler of text takes all of it.</summary>
    public bool ReadsJson { get; }

    public RoutedHandler? DefaultJson { get; }

    public RoutedHandler? DefaultText { get; }

    public RoutedHandler? DefaultBinary { get; }

    public AuthenticateDescriptor? Authenticator { get; }

    public bool AuthenticatorNeedsScope { get; }

    /// <summary>
    /// Whether the upgrade request must last as long as the connection, because a method takes it or a policy may look at it.
    /// </summary>
    public bool NeedsRequest { get; }

    /// <summary>The one method of a kind of which a program has at most one.</summary>
    /// <exception cref="InvalidOperationException">There are two.</exception>
    public static T? Single<T>(IReadOnlyList<T> methods, Func<T, string> name, string what) where T : class => methods switch
    {
        [] => null,
        [var only] => only,
        [var first, var second, ..] => throw new InvalidOperationException(
            $"{name(first)} and {name(second)} are both marked {what}: a program has at most one. Remove the attribute from one of them."),
    };

    private RoutedHandler Build(HandlerDescriptor descriptor, int[] slots)
    {
        var timeout = descriptor.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _defaultTimeout;
        var handler = new RoutedHandler(descriptor, slots, timeout, _lifetimes.NeedScope(descriptor.Services));
        return _guards?.Guard(handler) ?? handler;
    }

    private RoutedHandler? Default(IReadOnlyList<HandlerDescriptor> handlers, MessageKind kind)
    {
        var defaults = handlers.Where(handler => handler.Kind == kind && handler.Route.Length == 0).ToArray();
        return defaults switch
        {
            [] => null,
            [var only] => Build(only, Routes.SlotsOf(only)),
            [var first, var second, ..] => throw new InvalidOperationException(
                $"{first.Name} and {second.Name} are both the default handler for {kind} messages. Give one of them a route, or remove it."),
        };
    }
}
