using Microsoft.CodeAnalysis.Text;

namespace QueueRun.Generators;

/// <summary>The common parts of the emitted files of messages.</summary>
internal static class MessageFile
{
    /// <summary>Opens a file and its namespace.</summary>
    public static SourceWriter Open(string purpose, AssemblyFacts assembly, out IDisposable space)
    {
        var writer = Emitted.File(purpose);
        writer.WriteLine("""
            #nullable disable warnings // Types are named without annotations: annotations do not matter here.

            """);
        space = writer.Block($"namespace {assembly.Namespace}");
        return writer;
    }

    /// <summary>Opens the class of one kind of file.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="modifiers">The modifiers before <c>class</c> or <c>partial</c>.</param>
    /// <param name="class">The class, from <c>class</c> on.</param>
    /// <param name="isAll">Whether the class is in this file only.</param>
    /// <param name="isFirst">Whether this is the part with the class's attributes.</param>
    public static IDisposable Class(SourceWriter writer, string modifiers, string @class, bool isAll, bool isFirst = false)
    {
        if (isAll || isFirst) writer.WriteLine(Emitted.GeneratedCode);
        return writer.Block(isAll ? $"{modifiers} {@class}" : $"{modifiers} partial {@class}");
    }
}

/// <summary>An emitted file.</summary>
internal sealed record EmittedFile(string HintName, SourceText Text);

/// <summary>The file of a part, and the part's needs from the common file.</summary>
/// <param name="File">The file; null if the part is empty.</param>
/// <param name="Needs">What the common file must contain for the part.</param>
internal sealed record EmittedPart<T>(EmittedFile? File, EquatableArray<T> Needs) where T : IEquatable<T>;
