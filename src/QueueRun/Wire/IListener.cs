namespace QueueRun.Wire;

/// <summary>Who wants to know that the peer is there.</summary>
internal interface IListener
{
    /// <summary>Something of the peer has arrived, be it a part of a message.</summary>
    void Heard();
}
