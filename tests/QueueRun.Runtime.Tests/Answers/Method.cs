using System.Runtime.CompilerServices;
using QueueRun.Routing;

namespace QueueRun.Runtime.Tests.Answers;

/// <summary>One call of a handler, which the test moves on step by step.</summary>
internal sealed class Method(HandlerCall call, bool isStream)
{
    private readonly TaskCompletionSource<Act>[] _acts = [new(), new(), new(), new()];
    private readonly CancellationToken _token = call.Token;
    private int _told;
    private int _done;

    /// <summary>The ways in which it may go on.</summary>
    public enum Act { Return, ReturnNothing, Throw, ReturnAndThrow, HearToken, Item }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether it timed out.</summary>
    public bool IsLate => call.Timer.IsTimedOut;

    /// <summary>Whether the next message waits for its end.</summary>
    public bool IsAwaited => !HasEnded && !call.IsConcurrent && !IsLate;

    /// <summary>Moves it on; false if it has no step left.</summary>
    public bool Tell(Act act)
    {
        var next = Interlocked.Increment(ref _told) - 1;
        if (next >= _acts.Length) return false;
        _acts[next].SetResult(act is Act.Item && (!isStream || next == _acts.Length - 1) ? Act.Return : act);
        return true;
    }

    /// <summary>Runs.</summary>
    public async ValueTask RunAsync()
    {
        try
        {
            if (isStream) await call.StreamAsync(StreamAsync(default));
            else await AnswerAsync(await _acts[_done++].Task);
        }
        finally
        {
            HasEnded = true;
        }
    }

    private async IAsyncEnumerable<string> StreamAsync([EnumeratorCancellation] CancellationToken token)
    {
        while (true)
        {
            var act = await _acts[_done++].Task;
            if (act is Act.Item) yield return "i";
            else if (act is Act.Throw or Act.ReturnAndThrow) throw new SocketErrorException("thrown");
            else if (act is Act.HearToken) token.ThrowIfCancellationRequested();
            if (act is not (Act.Item or Act.HearToken) || _done == _acts.Length) yield break;
        }
    }

    private async ValueTask AnswerAsync(Act act)
    {
        if (act is Act.HearToken) _token.ThrowIfCancellationRequested();
        if (act is Act.Throw) throw new SocketErrorException("thrown");
        if (act is Act.Return or Act.ReturnAndThrow) await call.ReplyAsync("r");
        if (act is Act.ReturnAndThrow) throw new InvalidOperationException("thrown while it is disposed");
    }
}
