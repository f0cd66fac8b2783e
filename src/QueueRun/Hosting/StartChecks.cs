using Microsoft.Extensions.Hosting;
using QueueRun.Routing;

namespace QueueRun.Hosting;

/// <summary>
/// Checks the program before the rest of it starts, and its endpoints after all of it has started. An error stops the program.
/// </summary>
internal sealed class StartChecks(ServiceCheck services, HandlerPolicies policies, MessageValidators validators, EndpointNames endpoints) : IHostedLifecycleService
{
    private Task? _checked;

    /// <exception cref="InvalidOperationException">
    /// Services, policies, authorization itself or the API of validation are missing.
    /// </exception>
    public Task StartingAsync(CancellationToken cancellationToken) => _checked ??= CheckAsync();

    /// <exception cref="InvalidOperationException">The same, if the host does not call <see cref="StartingAsync"/>.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _checked ??= CheckAsync();

    /// <exception cref="InvalidOperationException">Handlers name endpoints that are not mapped.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        endpoints.Check(); // some hosts map their endpoints while they start
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task CheckAsync()
    {
        services.Check();
        validators.Check();
        return policies.LoadAsync();
    }
}
