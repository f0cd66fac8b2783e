using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using QueueRun.Testing.Messages;
using QueueRun.Testing.Server;

namespace QueueRun.Testing;

public sealed partial class TestClient
{
    /// <summary>How long a server may be busy before a failure is told all the same, in milliseconds of real time.</summary>
    private const int Limit = 30_000;

    /// <summary>Expects a message of this type. Messages in between stay for later.</summary>
    /// <typeparam name="T">
    /// A type marked with <c>[SocketMessage]</c> is known by its property and value; any other fits a JSON message with just its
    /// properties; <c>string</c> is any text and <c>byte[]</c> any binary message.
    /// </typeparam>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">None has come.</exception>
    public async Task<T> ExpectAsync<T>()
        => (await TakeAsync(message => TestJson.TryRead<T>(message, out _), () => $"Expected {TestJson.NameOf(typeof(T))}.{Misfits<T>()}").ConfigureAwait(false))
            .As<T>();

    /// <summary>Expects a message of this type for which the condition is true. Messages in between stay for later.</summary>
    /// <param name="matches">The condition.</param>
    /// <param name="condition">Its text, for the failure: given by the compiler.</param>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">None has come.</exception>
    public async Task<T> ExpectAsync<T>(Func<T, bool> matches, [CallerArgumentExpression(nameof(matches))] string condition = "")
        => (await TakeAsync(
                message => TestJson.TryRead<T>(message, out var value) && matches(value),
                () => $"Expected {TestJson.NameOf(typeof(T))} with {condition}.{Misfits<T>()}").ConfigureAwait(false))
            .As<T>();

    /// <summary>
    /// Expects just this message, as the server would send it: a string as text, bytes as binary, everything else as JSON (whatever the
    /// order of the properties), anonymous objects too. Messages in between stay for later.
    /// </summary>
    /// <param name="expected">The message.</param>
    /// <exception cref="SocketExpectationException">It has not come.</exception>
    public async Task ExpectAsync<T>(T expected)
    {
        var message = TestJson.Encode(expected);
        await TakeAsync(message.IsSame, () => $"Expected the message {message}").ConfigureAwait(false);
    }

    /// <summary>Expects a JSON message in which a property has this value. Messages in between stay for later.</summary>
    /// <param name="property">The property's name, exactly.</param>
    /// <param name="value">The value: a string, or the text of a number or boolean.</param>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">None has come.</exception>
    public Task<ReceivedMessage> ExpectAsync(string property, string value)
        => TakeAsync(message => message.Has(property, value), () => $"Expected a message with \"{property}\": \"{value}\".");

    /// <summary>Expects any message: the first that was not yet expected.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">None has come.</exception>
    public Task<ReceivedMessage> ExpectNextAsync() => TakeAsync(static _ => true, static () => "Expected a message.");

    /// <summary>Expects an error, <c>{"error": text}</c>, as the server answers with to what it cannot do.</summary>
    /// <returns>The text of the error.</returns>
    /// <exception cref="SocketExpectationException">None has come.</exception>
    public async Task<string> ExpectErrorAsync()
    {
        var message = await TakeAsync(static message => ErrorOf(message) is not null, static () => "Expected an error.").ConfigureAwait(false);
        return ErrorOf(message)!;
    }

    /// <summary>Expects the error with this text.</summary>
    /// <param name="expected">The text.</param>
    /// <exception cref="SocketExpectationException">It has not come.</exception>
    public Task ExpectErrorAsync(string expected)
        => TakeAsync(message => ErrorOf(message) == expected, () => $"Expected the error \"{expected}\".");

    /// <summary>Expects that the server closes the connection, or that it is lost.</summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="SocketExpectationException">It is still open.</exception>
    public async Task<SocketClose> ExpectCloseAsync()
    {
        await WaitAsync(() => _closed is not null).ConfigureAwait(false);
        if (_closed is not { } closed) throw Failure("Expected a close. The connection is still open.");

        await EndAsync().ConfigureAwait(false);
        return closed;
    }

    /// <summary>Expects that the server closes the connection with this code.</summary>
    /// <param name="code">The close code, such as 1008; 1006 where the connection is to be lost without a close frame.</param>
    /// <param name="reason">The reason; null where it does not matter.</param>
    /// <exception cref="SocketExpectationException">It is still open, or was closed otherwise.</exception>
    public async Task ExpectCloseAsync(int code, string? reason = null)
    {
        var expected = reason is null ? $"{code}" : $"{code} '{reason}'";
        await WaitAsync(() => _closed is not null).ConfigureAwait(false);
        if (_closed is not { } closed) throw Failure($"Expected the close {expected}. The connection is still open.");
        if (closed.Code != code || (reason is not null && closed.Reason != reason)) throw Failure($"Expected the close {expected}.");

        await EndAsync().ConfigureAwait(false);
    }

    /// <inheritdoc cref="ExpectCloseAsync(int, string?)"/>
    /// <param name="status">The close code.</param>
    /// <param name="reason">The reason; null where it does not matter.</param>
    public Task ExpectCloseAsync(WebSocketCloseStatus status, string? reason = null) => ExpectCloseAsync((int)status, reason);

    /// <summary>
    /// Expects that nothing came that was not yet expected, now that the server has nothing left to do. What other parts of the program
    /// send by themselves later (a background service, a task that nobody awaits) cannot be foreseen: move the clock or wait for them
    /// first.
    /// </summary>
    /// <exception cref="SocketExpectationException">Something came.</exception>
    public async Task ExpectNothingAsync()
    {
        await _sockets.State.IdleAsync().ConfigureAwait(false);
        if (_mailbox.Unread().Count > 0) throw Failure("Expected nothing.");
    }

    /// <summary>Expects that no message of this type came, now that the server has nothing left to do. Others do not matter.</summary>
    /// <exception cref="SocketExpectationException">One came.</exception>
    public async Task ExpectNoAsync<T>()
    {
        await _sockets.State.IdleAsync().ConfigureAwait(false);
        if (_mailbox.Unread().Any(TestJson.Is<T>)) throw Failure($"Expected no such message: {TestJson.NameOf(typeof(T))}.");
    }

    /// <summary>Takes everything that came and was not yet expected, now that the server has nothing left to do.</summary>
    /// <returns>The messages, in their order; they count as expected.</returns>
    public async Task<IReadOnlyList<ReceivedMessage>> ReadAllAsync()
    {
        await _sockets.State.IdleAsync().ConfigureAwait(false);
        var messages = new List<ReceivedMessage>();
        while (_mailbox.Take(static _ => true) is { } message) messages.Add(message);
        return messages;
    }

    private static string? ErrorOf(ReceivedMessage message)
        => message is { IsJson: true, Json.ValueKind: System.Text.Json.JsonValueKind.Object }
            && message.Json.TryGetProperty("error", out var error) && error.ValueKind is System.Text.Json.JsonValueKind.String
            ? error.GetString()
            : null;

    /// <summary>What is marked as the type, and still does not read as one.</summary>
    private string Misfits<T>()
    {
        var misfits = _mailbox.Unread().Select(TestJson.MisfitOf<T>).OfType<string>();
        return string.Concat(misfits.Select(misfit => $" One came that cannot be read: {misfit}"));
    }

    private async Task<ReceivedMessage> TakeAsync(Func<ReceivedMessage, bool> fits, Func<string> expected)
    {
        ReceivedMessage? found = null;
        await WaitAsync(() => (found = _mailbox.Take(fits)) is not null).ConfigureAwait(false);
        return found ?? throw Failure(expected());
    }

    /// <summary>
    /// Waits until it is true, as long as that is likely: the connection is open, and the server busy or not idle for long.
    /// </summary>
    private async Task WaitAsync(Func<bool> happened)
    {
        var start = Environment.TickCount64;
        var idleSince = start;
        while (true)
        {
            var changed = _mailbox.Changed;
            if (happened()) return;
            if (_closed is not null) return;

            var now = Environment.TickCount64;
            if (!_sockets.State.IsIdle && now - start < Limit)
            {
                await _sockets.State.IdleAsync().ConfigureAwait(false);
                idleSince = Environment.TickCount64;
                continue;
            }

            var left = _sockets.Patience - TimeSpan.FromMilliseconds(now - idleSince);
            if (left <= TimeSpan.Zero) return;
            await Task.WhenAny(changed, Task.Delay(left < Step ? left : Step)).ConfigureAwait(false);
        }
    }

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private SocketExpectationException Failure(string expected)
    {
        var (all, unread) = (_mailbox.All().Count, _mailbox.Unread());
        return new(Report.Of(expected, this, unread, all - unread.Count, _sockets, _logged));
    }
}
