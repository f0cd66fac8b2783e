using QueueRun.Wire;

namespace QueueRun.Messaging;

/// <summary>
/// The JSON around the value in an answer to a message with a reference: <c>{"#":1,"result":</c> before it, and <c>}</c> after it.
/// </summary>
/// <param name="Reference">The reference, as the client wrote it; empty if the message had none.</param>
/// <param name="Part">The kind of answer.</param>
internal readonly record struct Envelope(ReadOnlyMemory<byte> Reference, AnswerPart Part)
{
    /// <summary>Whether there is no envelope: the message had no reference.</summary>
    public bool IsNone => Reference.IsEmpty;

    /// <summary>Writes the JSON before the value.</summary>
    public void Open(FrameBuilder output)
    {
        var before = "{\"#\":"u8;
        var after = Part switch
        {
            AnswerPart.Item => ",\"item\":"u8,
            AnswerPart.Error => ",\"error\":"u8,
            _ => ",\"result\":"u8,
        };
        var length = before.Length + Reference.Length + after.Length;
        var space = output.GetSpan(length);
        before.CopyTo(space);
        Reference.Span.CopyTo(space[before.Length..]);
        after.CopyTo(space[(before.Length + Reference.Length)..]);
        output.Advance(length);
    }

    /// <summary>Writes the JSON after the value.</summary>
    public static void Close(FrameBuilder output)
    {
        output.GetSpan(1)[0] = (byte)'}';
        output.Advance(1);
    }
}

/// <summary>The kinds of answers to a message with a reference.</summary>
internal enum AnswerPart
{
    /// <summary>The result of the method. Nothing follows it.</summary>
    Result,

    /// <summary>An element of the stream that the method returns. A result or an error follows.</summary>
    Item,

    /// <summary>An error. Nothing follows it.</summary>
    Error,
}
