using System.Runtime.CompilerServices;
using QueueRun.Tests;

namespace QueueRun.Generators.Tests;

/// <summary>
/// Compares an emitted file with the one beside the test: <c>Class.Method#hint.g.verified.cs</c>, in Verify's naming. Nothing is accepted
/// automatically: a different file is written as <c>.received.cs</c>, to be read and renamed by hand.
/// </summary>
internal static class Snapshot
{
    private static readonly string s_folder = Repository.PathOf("tests", "QueueRun.Generators.Tests");

    // Only the name of the caller's path is used: a deterministic build writes the folder as /_/.
    public static void Verify(GeneratorRun run, string hintName, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var received = Scrub(run.File(hintName));
        var name = hintName[..^".cs".Length];
        var path = Path.Combine(s_folder, $"{Path.GetFileNameWithoutExtension(file)}.{method}#{name}");
        var verified = File.Exists(path + ".verified.cs") ? File.ReadAllText(path + ".verified.cs").ReplaceLineEndings("\n") : null;
        if (verified == received)
        {
            File.Delete(path + ".received.cs");
            return;
        }
        File.WriteAllText(path + ".received.cs", received);
        Assert.Fail(verified is null
            ? $"There is no snapshot yet. Read {path}.received.cs and rename it to .verified.cs if it is right."
            : $"The emitted file differs from its snapshot: compare {path}.received.cs with the .verified.cs beside it.\n\n{received}");
    }

    /// <summary>Removes the generator's version.</summary>
    private static string Scrub(string text)
        => text.ReplaceLineEndings("\n").Replace($"\"{typeof(QueueRunGenerator).Assembly.GetName().Version!.ToString(3)}\"", "\"0.0.0\"", StringComparison.Ordinal);
}
