namespace QueueRun.Wire;

/// <summary>Is told about signs of life of the peer.</summary>
internal interface IListener
{
    /// <summary>Data of the peer has arrived, even if it is only a part of a message.</summary>
    void Heard();
}
