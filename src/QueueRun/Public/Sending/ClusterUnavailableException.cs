namespace QueueRun;

/// <summary>The other processes of the program cannot be reached now, so there is no true answer. Trying again later may help.</summary>
/// <remarks>
/// Never thrown by <see cref="ISocket.SendAsync{T}"/>, which reports <see cref="SendResult.Unknown"/> users. A program of one process never
/// sees it.
/// </remarks>
public class ClusterUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The question or command that has no answer.</param>
    /// <param name="innerException">The cause.</param>
    public ClusterUnavailableException(string? message = null, Exception? innerException = null)
        : base(message ?? "The other processes of the program cannot be reached now.", innerException)
    {
    }
}
