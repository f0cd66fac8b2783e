using Microsoft.Extensions.DependencyInjection;
using QueueRun.Diagnostics;
using QueueRun.Hosting;

namespace QueueRun.Routing;

/// <summary>A handler, with what is decided about it once, at start.</summary>
/// <param name="Descriptor">The handler as it was emitted.</param>
/// <param name="Slots">Which of the properties that routes name that of each condition is.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="NeedsScope">Whether it asks for a service that is not a singleton.</param>
internal sealed record RoutedHandler(HandlerDescriptor Descriptor, int[] Slots, TimeSpan Timeout, bool NeedsScope)
{
    /// <summary>What metrics and spans call it.</summary>
    public string Label { get; } = Descriptor switch
    {
        { Route.Length: > 0 } => Descriptor.RouteText,
        { Kind: MessageKind.Json } => RouteLabel.DefaultJson,
        { Kind: MessageKind.Text } => RouteLabel.DefaultText,
        _ => RouteLabel.DefaultBinary,
    };
}

/// <summary>All handlers of a program: the routes, and the default handler of each kind.</summary>
internal sealed class HandlerTable
{
    private readonly TimeSpan _defaultTimeout;
    private readonly ServiceLifetimes _lifetimes;

    public HandlerTable(ModuleBuilder module, ServiceLifetimes lifetimes, QueueRunOptions options)
    {
        _defaultTimeout = options.DefaultTimeout;
        _lifetimes = lifetimes;
        Routes = new(module.Handlers, Build);
        DefaultJson = Default(module, MessageKind.Json);
        DefaultText = Default(module, MessageKind.Text);
        DefaultBinary = Default(module, MessageKind.Binary);
        Authenticator = Single(module.Authenticators, authenticator => authenticator.Name, "[Authenticate]");
        AuthenticatorNeedsScope = Authenticator is not null && lifetimes.NeedScope(Authenticator.Services);
        HasRoutes = module.Handlers.Any(handler => handler.Route.Length > 0);
    }

    public RouteTable Routes { get; }

    public bool HasRoutes { get; }

    public RoutedHandler? DefaultJson { get; }

    public RoutedHandler? DefaultText { get; }

    public RoutedHandler? DefaultBinary { get; }

    public AuthenticateDescriptor? Authenticator { get; }

    public bool AuthenticatorNeedsScope { get; }

    /// <summary>The one method of a kind of which a program has at most one.</summary>
    /// <exception cref="InvalidOperationException">There are two.</exception>
    public static T? Single<T>(IReadOnlyList<T> methods, Func<T, string> name, string what) where T : class => methods switch
    {
        [] => null,
        [var only] => only,
        [var first, var second, ..] => throw new InvalidOperationException(
            $"{name(first)} and {name(second)} are both marked {what}: a program has at most one. Remove the attribute from one of them."),
    };

    private RoutedHandler Build(HandlerDescriptor descriptor, int[] slots) => new(
        descriptor,
        slots,
        descriptor.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _defaultTimeout,
        _lifetimes.NeedScope(descriptor.Services));

    private RoutedHandler? Default(ModuleBuilder module, MessageKind kind)
    {
        var defaults = module.Handlers.Where(handler => handler.Kind == kind && handler.Route.Length == 0).ToArray();
        return defaults switch
        {
            [] => null,
            [var only] => Build(only, []),
            [var first, var second, ..] => throw new InvalidOperationException(
                $"{first.Name} and {second.Name} are both the default handler for {kind} messages. Give one of them a route, or remove it."),
        };
    }
}
