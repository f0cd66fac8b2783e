using System.Diagnostics;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using QueueRun.Testing.Messages;
using QueueRun.Testing.Server;

namespace QueueRun.Testing;

public sealed partial class TestClient
{
    /// <summary>Expects a message of this type. Other messages stay for later.</summary>
    /// <typeparam name="T">
    /// A type marked with <c>[SocketMessage]</c> fits a message with its property and value; any other type fits a JSON message with
    /// exactly its properties; <c>string</c> fits any text and <c>byte[]</c> any binary message.
    /// </typeparam>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">No such message came.</exception>
    public async Task<T> ExpectAsync<T>()
        => (await TakeAsync(message => TestJson.TryRead<T>(message, out _), () => $"Expected {TestJson.NameOf(typeof(T))}.{Misfits<T>()}").ConfigureAwait(false))
            .As<T>();

    /// <summary>Expects a message of this type for which the condition is true. Other messages stay for later.</summary>
    /// <param name="matches">The condition.</param>
    /// <param name="condition">The condition's text, for the failure: the compiler fills it in.</param>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">No such message came.</exception>
#pragma warning disable RS0027 // The compiler fills the optional parameter in.
    public async Task<T> ExpectAsync<T>(Func<T, bool> matches, [CallerArgumentExpression(nameof(matches))] string condition = "")
        => (await TakeAsync(
                message => TestJson.TryRead<T>(message, out var value) && matches(value),
                () => $"Expected {TestJson.NameOf(typeof(T))} with {condition}.{Misfits<T>()}").ConfigureAwait(false))
            .As<T>();
#pragma warning restore RS0027

    /// <summary>
    /// Expects exactly this message, as the server would send it: a string as text, bytes as binary, everything else, anonymous objects
    /// too, as JSON with its properties in any order. Other messages stay for later.
    /// </summary>
    /// <param name="expected">The message.</param>
    /// <exception cref="SocketExpectationException">The message did not come.</exception>
    public async Task ExpectAsync<T>(T expected)
    {
        var message = TestJson.Encode(expected);
        await TakeAsync(message.IsSame, () => $"Expected the message {message}").ConfigureAwait(false);
    }

    /// <summary>Expects a JSON message in which a property has this value. Other messages stay for later.</summary>
    /// <param name="property">The property's name, exactly.</param>
    /// <param name="value">The value: a string, or the text of a number or boolean.</param>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">No such message came.</exception>
    public Task<ReceivedMessage> ExpectAsync(string property, string value)
        => TakeAsync(message => message.Has(property, value), () => $"Expected a message with \"{property}\": \"{value}\".");

    /// <summary>Expects any message: takes the first that was not yet expected.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="SocketExpectationException">No message came.</exception>
    public Task<ReceivedMessage> ExpectNextAsync() => TakeAsync(static _ => true, static () => "Expected a message.");

    /// <summary>Expects an error, <c>{"error": text}</c>: the server's answer to a message that it cannot handle.</summary>
    /// <returns>The text of the error.</returns>
    /// <exception cref="SocketExpectationException">No error came.</exception>
    public async Task<string> ExpectErrorAsync()
    {
        var message = await TakeAsync(static message => ErrorOf(message) is not null, static () => "Expected an error.").ConfigureAwait(false);
        return ErrorOf(message)!;
    }

    /// <summary>Expects the error with this text.</summary>
    /// <param name="expected">The text.</param>
    /// <exception cref="SocketExpectationException">The error did not come.</exception>
    public Task ExpectErrorAsync(string expected)
        => TakeAsync(message => ErrorOf(message) == expected, () => $"Expected the error \"{expected}\".");

    /// <summary>Expects that the server closes the connection, or that the connection is lost.</summary>
    /// <returns>How the connection ended.</returns>
    /// <exception cref="SocketExpectationException">The connection is still open.</exception>
    public async Task<SocketClose> ExpectCloseAsync()
    {
        await WaitAsync(() => _closed is not null).ConfigureAwait(false);
        if (_closed is not { } closed) throw Failure("Expected a close. The connection is still open.");

        await EndAsync().ConfigureAwait(false);
        return closed;
    }

#pragma warning disable RS0026 // The first parameter is never optional, and its type decides.
    /// <summary>Expects that the server closes the connection with this code.</summary>
    /// <param name="code">The close code, such as 1008; 1006 if the connection is to be lost without a close frame.</param>
    /// <param name="reason">The reason; null for any.</param>
    /// <exception cref="SocketExpectationException">The connection is still open, or was closed with another code or reason.</exception>
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
    /// <param name="reason">The reason; null for any.</param>
    public Task ExpectCloseAsync(WebSocketCloseStatus status, string? reason = null) => ExpectCloseAsync((int)status, reason);
#pragma warning restore RS0026

    /// <summary>
    /// Expects that no further message came: waits until the server has nothing left to do, and fails if a message is unread. This cannot
    /// foresee a later message of another part of the program (a background service, a task that is not awaited): move the clock, or wait
    /// for that part, first.
    /// </summary>
    /// <exception cref="SocketExpectationException">A message came.</exception>
    public async Task ExpectNothingAsync()
    {
        await _sockets.State.IdleAsync().ConfigureAwait(false);
        if (_mailbox.Unread().Count > 0) throw Failure("Expected nothing.");
    }

    /// <summary>
    /// Waits until the server has nothing left to do, and expects that no message of this type came. Other messages do not matter.
    /// </summary>
    /// <exception cref="SocketExpectationException">Such a message came.</exception>
    public async Task ExpectNoAsync<T>()
    {
        await _sockets.State.IdleAsync().ConfigureAwait(false);
        if (_mailbox.Unread().Any(TestJson.Is<T>)) throw Failure($"Expected no such message: {TestJson.NameOf(typeof(T))}.");
    }

    /// <summary>Waits until the server has nothing left to do, and takes all messages that were not yet expected.</summary>
    /// <returns>The messages in the order in which they came; they count as expected.</returns>
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

    /// <summary>The errors of messages that are marked as this type and cannot be read as it.</summary>
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
    /// Waits until the condition is true. Gives up when the connection has closed, when the server is busy without progress for the
    /// timeout, or when the server has been idle for <see cref="TestSockets.Patience"/>.
    /// </summary>
    /// <param name="happened">The condition.</param>
    /// <param name="whileMethodsRun">Whether to go on waiting while a method runs that waits for the test.</param>
    private async Task WaitAsync(Func<bool> happened, bool whileMethodsRun = false)
    {
        var idleSince = 0L;
        while (true)
        {
            var changed = _mailbox.Changed;
            if (happened() || _closed is not null) return;

            var wasIdle = _sockets.State.IsIdle;
            var idle = _sockets.State.TryIdleAsync();
            await Task.WhenAny(changed, idle).ConfigureAwait(false);
            if (!idle.IsCompleted) continue;
            if (!await idle.ConfigureAwait(false) || happened() || _closed is not null) return;

            // The server has nothing left to do: another part of the program may still make the condition true.
            if (idleSince == 0 || !wasIdle || (whileMethodsRun && _sockets.State.Running().Count > 0)) idleSince = Stopwatch.GetTimestamp();
            var left = _sockets.Patience - Stopwatch.GetElapsedTime(idleSince);
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
