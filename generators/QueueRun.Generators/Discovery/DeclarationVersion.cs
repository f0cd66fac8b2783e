namespace QueueRun.Generators;

/// <summary>
/// A number that stays the same while certain declarations do, and in practice never occurs again for others. Versions are added, so the
/// order of files does not matter.
/// </summary>
internal readonly record struct DeclarationVersion(ulong High, ulong Low)
{
    public static DeclarationVersion operator +(DeclarationVersion one, DeclarationVersion other)
        => unchecked(new(one.High + other.High, one.Low + other.Low));

    /// <summary>The version for a text.</summary>
    public static DeclarationVersion Of(string text)
    {
        var hash = Microsoft.CodeAnalysis.Text.SourceText.From(text, System.Text.Encoding.Unicode).GetContentHash();
        return new(Read(hash.AsSpan()), Read(hash.AsSpan().Slice(sizeof(ulong))));
    }

    private static ulong Read(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
