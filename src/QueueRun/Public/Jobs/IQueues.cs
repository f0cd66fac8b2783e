namespace QueueRun;

/// <summary>
/// Pushes jobs from anywhere, for a named user or for none: a singleton, for background services and everything else that lives as long as
/// the program.
/// </summary>
public interface IQueues
{
    /// <summary>Names the user to whom the jobs belong.</summary>
    /// <param name="userId">The user's id.</param>
    /// <returns>Queues whose jobs belong to that user. This call replaces an earlier <c>For</c>.</returns>
    /// <exception cref="ArgumentException">The id is null or empty.</exception>
    IQueues For(string userId);

    /// <inheritdoc cref="IQueue{T}.PushAsync"/>
    /// <exception cref="InvalidOperationException">
    /// No method marked <see cref="QueueHandlerAttribute">[QueueHandler]</see> takes jobs of this type.
    /// </exception>
    ValueTask<string> PushAsync<T>(T job, PushOptions? options = null, CancellationToken cancellationToken = default);
}
