using System.Globalization;
using System.Text.Json;
using QueueRun.Testing.Messages;

namespace QueueRun.Testing;

// Messages with a reference, "#", and their answers.
public sealed partial class TestClient
{
    private int _calls;

    /// <summary>
    /// Sends a message with a reference, <c>"#"</c>, and waits for its answer, also while a method waits for the test. The test moves the
    /// clock, or sets a <see cref="TestSignal"/>, before it awaits the task.
    /// </summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="message">A JSON object, as in <see cref="SendAsync{T}"/>, without <c>"#"</c>.</param>
    /// <returns>The result; null (or the default of a value type) if the handler returned nothing.</returns>
    /// <exception cref="ArgumentException">The message is not a JSON object.</exception>
    /// <exception cref="SocketCallException">The answer is an error.</exception>
    /// <exception cref="SocketExpectationException">No answer was received, or it is not a <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public async Task<T?> CallAsync<T>(object message)
    {
        var call = await PostCallAsync<T>(message).ConfigureAwait(false);
        return await call.AnswerAsync().ConfigureAwait(false);
    }

    /// <summary>Sends a message with a reference, <c>"#"</c>, waits for its answer, and ignores the result.</summary>
    /// <inheritdoc cref="CallAsync{T}"/>
    public Task CallAsync(object message) => CallAsync<JsonElement>(message);

    /// <summary>
    /// Sends a message with a reference, <c>"#"</c>, and does not wait for its answer. For a call that the test cancels, or for concurrent
    /// calls.
    /// </summary>
    /// <inheritdoc cref="CallAsync{T}"/>
    /// <returns>The call.</returns>
    public async Task<TestCall<T>> PostCallAsync<T>(object message)
    {
        var sent = TestJson.Encode(message);
        if (sent is not { IsJson: true, Json.ValueKind: JsonValueKind.Object })
            throw new ArgumentException($"Only a JSON object can have a reference, not {sent}", nameof(message));

        var reference = Interlocked.Increment(ref _calls);
        var rest = sent.Text[(sent.Text.IndexOf('{', StringComparison.Ordinal) + 1)..];
        var comma = sent.Json.EnumerateObject().Any() ? "," : "";
        await PostAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"#\":{reference}{comma}{rest}")).ConfigureAwait(false);
        return new(this, reference, sent);
    }

    /// <summary>
    /// Sends a message with a reference, <c>"#"</c>, to a handler that returns a stream, as soon as the elements are enumerated. If the
    /// enumeration stops before the end, the call is cancelled.
    /// </summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="message">As in <see cref="CallAsync{T}"/>.</param>
    /// <returns>The elements that come before the answer.</returns>
    /// <exception cref="ArgumentException">The message is not a JSON object.</exception>
    /// <exception cref="SocketCallException">The stream ended with an error.</exception>
    /// <exception cref="SocketExpectationException">Neither an element nor the answer was received.</exception>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public async IAsyncEnumerable<T> StreamAsync<T>(object message)
    {
        var call = await PostCallAsync<T>(message).ConfigureAwait(false);
        var isAnswered = false;
        try
        {
            while (true)
            {
                var answer = await TakeAnswerAsync(call.Reference, $"{message}").ConfigureAwait(false);
                isAnswered = !answer.Json.TryGetProperty("item", out var item);
                if (isAnswered)
                {
                    ThrowIfError(answer);
                    yield break;
                }

                yield return Read<T>(item, answer)!;
            }
        }
        finally
        {
            if (!isAnswered && _closed is null) await StopAsync(call).ConfigureAwait(false);
        }
    }

    internal static string CancelOf(int reference) => string.Create(CultureInfo.InvariantCulture, $"{{\"#\":{reference},\"cancel\":true}}");

    internal async Task<T?> TakeResultAsync<T>(int reference, ReceivedMessage message)
    {
        var answer = await TakeAnswerAsync(reference, $"{message}").ConfigureAwait(false);
        ThrowIfError(answer);
        return answer.Json.TryGetProperty("result", out var result)
            ? Read<T>(result, answer)
            : throw Failure($"Expected one answer to {message}, not a stream: {answer}");
    }

    /// <summary>Cancels the call, and ignores elements that were sent before.</summary>
    private async Task StopAsync<T>(TestCall<T> call)
    {
        await call.CancelAsync().ConfigureAwait(false);
        while (_closed is null && (await TakeAnswerAsync(call.Reference, "a cancelled call").ConfigureAwait(false)).Json.TryGetProperty("item", out _))
        {
        }
    }

    private async Task<ReceivedMessage> TakeAnswerAsync(int reference, string message)
    {
        var text = reference.ToString(CultureInfo.InvariantCulture);
        ReceivedMessage? found = null;
        await WaitAsync(() => (found = _mailbox.Take(answer => answer.Has("#", text))) is not null, whileMethodsRun: true).ConfigureAwait(false);
        return found ?? throw Failure($"Expected an answer to {message}");
    }

    private static void ThrowIfError(ReceivedMessage answer)
    {
        if (ErrorOf(answer) is { } error) throw new SocketCallException(error);
    }

    private T? Read<T>(JsonElement part, ReceivedMessage answer)
    {
        try
        {
            return part.ValueKind is JsonValueKind.Null ? default : part.Deserialize<T>(JsonConventions.OptionsFor(typeof(T)));
        }
        catch (JsonException misfit)
        {
            throw Failure($"Expected {typeof(T).Name} in the answer {answer}: {misfit.Message}");
        }
    }
}
