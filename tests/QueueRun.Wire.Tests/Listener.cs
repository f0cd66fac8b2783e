namespace QueueRun.Wire.Tests;

internal sealed class Listener(Action heard) : IListener
{
    public void Heard() => heard();
}
