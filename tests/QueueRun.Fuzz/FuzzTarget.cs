namespace QueueRun.Fuzz;

/// <summary>A part of QueueRun that receives arbitrary bytes, with a reference for their meaning. Used by one thread at a time.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Generates a case: mostly valid, sometimes not.</summary>
    public abstract byte[] Generate(Random random);

    /// <summary>Runs one case.</summary>
    /// <exception cref="DifferenceException">The reference gives another result.</exception>
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

/// <summary>QueueRun and the reference disagree.</summary>
internal sealed class DifferenceException(string message) : Exception(message);
