using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using QueueRun.Redis.Chaos.Node;

namespace QueueRun.Redis.Chaos.People;

/// <summary>A real WebSocket of a user, and all that came through it.</summary>
internal sealed class Device : IAsyncDisposable
{
    private static readonly TimeSpan s_connectTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_closeTime = TimeSpan.FromSeconds(3);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _asked = [];
    private readonly List<Delivery> _deliveries = [];
    private Task _receiving = Task.CompletedTask;
    private int _tags;

    private Device(string user, string process) => (User, Process) = (user, process);

    public string User { get; }

    /// <summary>The process that it is connected to.</summary>
    public string Process { get; }

    /// <summary>When the join of the connection had completed, as its first answer shows.</summary>
    public TimeSpan Joined { get; private set; }

    /// <summary>When it began to close, or broke; <see cref="TimeSpan.MaxValue"/> while it is open.</summary>
    public TimeSpan Left { get; private set; } = TimeSpan.MaxValue;

    public bool IsOpen => Left == TimeSpan.MaxValue;

    /// <summary>What has come so far, in its order.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_deliveries) return [.. _deliveries];
        }
    }

    /// <summary>When it was surely in rooms.</summary>
    public List<Stay> Stays { get; } = [];

    /// <summary>Connects, and waits for the first answer; null if that fails.</summary>
    public static async Task<Device?> TryConnectAsync(string user, string process, Uri address)
    {
        var device = new Device(user, process);
        try
        {
            using var limit = new CancellationTokenSource(s_connectTime);
            await device._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/socket", Query = $"as={user}" }.Uri, limit.Token);
            device._receiving = device.ReceiveAsync();
            if (await device.AskAsync("greet") is true)
            {
                device.Joined = Clock.Now;
                return device;
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // Refused: Redis is away, or the process is.
        }

        await device.DisposeAsync();
        return null;
    }

    /// <summary>Asks for something, and waits for the answer: whether it was done; null if the connection has ended, or nothing came in time.</summary>
    public async Task<bool?> AskAsync(string what, string? room = null)
    {
        var tag = $"{Interlocked.Increment(ref _tags)}";
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[tag] = answer;
        try
        {
            var text = room is null ? $$"""{"do":"{{what}}","tag":"{{tag}}"}""" : $$"""{"do":"{{what}}","room":"{{room}}","tag":"{{tag}}"}""";
            using var limit = new CancellationTokenSource(s_answerTime);
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            return await answer.Task.WaitAsync(limit.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Closes as a browser does, or breaks the connection off.</summary>
    public async Task CloseAsync(bool isClean)
    {
        Leave();
        try
        {
            using var limit = new CancellationTokenSource(s_closeTime);
            if (isClean) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            if (isClean) await _receiving.WaitAsync(limit.Token);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The process does not answer: the connection is broken off.
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Leave();
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    private void Leave()
    {
        if (IsOpen) Left = Clock.Now;
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (result.MessageType is WebSocketMessageType.Close) break;

                Read(Encoding.UTF8.GetString(buffer, 0, result.Count)); // they are short: each comes as a whole
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // It broke, or was broken off.
        }

        Leave();
        foreach (var answer in _asked.Values) answer.TrySetCanceled();
    }

    private void Read(string text)
    {
        var words = text.Split(' ');
        switch (words)
        {
            case [Traffic.Mark, var sender, var number]:
                lock (_deliveries)
                {
                    if (IsOpen) _deliveries.Add(new(sender, long.Parse(number, System.Globalization.CultureInfo.InvariantCulture), Clock.Now));
                }

                break;
            case ["done", var tag]:
                if (_asked.TryRemove(tag, out var done)) done.TrySetResult(true);
                break;
            case ["unavailable", var tag]:
                if (_asked.TryRemove(tag, out var failed)) failed.TrySetResult(false);
                break;
            default:
                throw new InvalidOperationException($"{User} received '{text}'.");
        }
    }
}
