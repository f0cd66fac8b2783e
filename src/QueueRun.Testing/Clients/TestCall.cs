namespace QueueRun.Testing;

/// <summary>A message that was sent with a reference, <c>"#"</c>. Its answer can be awaited.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public sealed class TestCall<T>
{
    private readonly TestClient _client;
    private readonly ReceivedMessage _message;

    internal TestCall(TestClient client, int reference, ReceivedMessage message) => (_client, Reference, _message) = (client, reference, message);

    /// <summary>The value of <c>"#"</c>.</summary>
    public int Reference { get; }

    /// <summary>Waits for the answer, also while a method waits for the test. To be called once.</summary>
    /// <returns>The result; null (or the default of a value type) if the handler returned nothing.</returns>
    /// <exception cref="SocketCallException">The answer is an error.</exception>
    /// <exception cref="SocketExpectationException">No answer was received, or it is not a <typeparamref name="T"/>.</exception>
    public Task<T?> AnswerAsync() => _client.TakeResultAsync<T>(Reference, _message);

    /// <summary>
    /// Sends <c>{"#":1,"cancel":true}</c>, and completes when the server has handled it: the answer is the error <c>cancelled</c>, unless
    /// an answer was sent before.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public Task CancelAsync() => _client.SendAsync(TestClient.CancelOf(Reference));
}
