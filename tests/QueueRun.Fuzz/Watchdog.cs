namespace QueueRun.Fuzz;

/// <summary>Reports a case that does not end, and ends the process.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Action<byte[]> _hangs;
    private readonly Timer _timer;
    private volatile byte[]? _input;
    private byte[]? _seen;

    public Watchdog(Action<byte[]> hangs)
    {
        _hangs = hangs;
        _timer = new(_ => Look(), null, Limit, Limit);
    }

    public void Starts(byte[] input) => _input = input;

    public void Ends() => _input = null;

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var input = _input;
        if (input is not null && ReferenceEquals(input, _seen)) _hangs(input);
        _seen = input;
    }
}
