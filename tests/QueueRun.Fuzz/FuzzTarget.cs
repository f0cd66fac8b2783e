namespace QueueRun.Fuzz;

/// <summary>A part of QueueRun that any bytes may come to, beside a reference that says what they mean. One thread at a time.</summary>
internal abstract class FuzzTarget
{
    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>A case: mostly right, sometimes wrong.</summary>
    public abstract byte[] Generate(Random random);

    /// <summary>Runs one case.</summary>
    /// <exception cref="DifferenceException">It means something else to the reference.</exception>
    public abstract void Check(byte[] input);

    public static FuzzTarget Create(string name) => name switch
    {
        "frames" => new Frames.FramesTarget(),
        "handshake" => new Handshakes.HandshakeTarget(),
        "router" => new Routes.RouterTarget(),
        _ => throw new ArgumentException($"There is no target \"{name}\": frames, handshake or router.", nameof(name)),
    };

    public static IReadOnlyList<string> Names { get; } = ["frames", "handshake", "router"];
}

/// <summary>QueueRun and the reference do not agree.</summary>
internal sealed class DifferenceException(string message) : Exception(message);
