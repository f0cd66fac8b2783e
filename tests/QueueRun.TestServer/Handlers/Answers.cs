using System.Runtime.CompilerServices;
using QueueRun.Tests;

namespace QueueRun.TestServer;

/// <summary>Handlers that read their message's reference, and concurrent handlers.</summary>
internal static class Answers
{
    [SocketHandler("test=reference")]
    internal static Referred Reference(SocketRequest request) => new(request.Reference);

    /// <summary>Its message has no member for the protocol's names, and refuses unknown ones.</summary>
    [SocketHandler("test=strict")]
    internal static string Strict(Strict data) => data.Text;

    /// <summary>Fails after it has returned its result.</summary>
    [SocketHandler("test=answer-then-throw")]
    internal static int AnswerThenThrow(Thrower thrower) => thrower.Number;

    /// <summary>Concurrent: waits at its gate, and observes the token.</summary>
    [SocketHandler("test=beside/[line]", TimeoutSeconds = 60, Concurrent = true)]
    internal static async Task<string> Beside(Keyed data, string line, Journal journal, Gates gates, CancellationToken token)
    {
        journal.Add(data.Key, $"{line} begins");
        try
        {
            await gates.WaitAsync($"{data.Key} {line}", token);
        }
        catch (OperationCanceledException)
        {
            journal.Add(data.Key, $"{line} cancelled");
            throw;
        }

        return line;
    }

    /// <summary>Concurrent: ends at once.</summary>
    [SocketHandler("test=beside-at-once/[line]", Concurrent = true)]
    internal static string BesideAtOnce(string line) => line;

    /// <summary>Ignores its token.</summary>
    [SocketHandler("test=beside-deaf/[line]", TimeoutSeconds = 0.2, Concurrent = true)]
    internal static async Task<string> BesideDeaf(Keyed data, string line, Gates gates)
    {
        await gates.WaitAsync(data.Key, CancellationToken.None);
        return line;
    }

    /// <summary>Not concurrent: the next message waits for it.</summary>
    [SocketHandler("test=stream-in-turn", Concurrent = false)]
    internal static async IAsyncEnumerable<int> StreamInTurn(Keyed data, Gates gates, [EnumeratorCancellation] CancellationToken token)
    {
        yield return 1;
        await gates.WaitAsync(data.Key, token);
        yield return 2;
    }
}

internal sealed record Referred(string? Reference);

[System.Text.Json.Serialization.JsonUnmappedMemberHandling(System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow)]
internal sealed record Strict(string Text);

/// <summary>A service of the message's scope that throws when it is disposed.</summary>
internal sealed class Thrower : IDisposable
{
    public int Number { get; } = 7;

    public void Dispose() => throw new InvalidOperationException("Cannot be disposed.");
}
