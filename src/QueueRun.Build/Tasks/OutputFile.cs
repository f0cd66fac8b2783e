using System.Text;

namespace QueueRun.Build;

/// <summary>A file that is written if its text has changed.</summary>
/// <param name="name">Its name for people.</param>
/// <param name="path">Its path.</param>
/// <param name="text">Its text.</param>
internal sealed class OutputFile(string name, string path, string text)
{
    private const int Attempts = 20;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public string Name { get; } = name;

    public string Path { get; } = path;

    /// <summary>
    /// Writes it. A build that runs beside this one may write the same file, and others may read it: it is replaced as a whole.
    /// </summary>
    /// <returns>Whether its text has changed.</returns>
    public bool Write()
    {
        var bytes = s_utf8.GetBytes(text);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (IsUpToDate(bytes)) return false;
                Replace(bytes);
                return true;
            }
            catch (IOException) when (attempt < Attempts && !Directory.Exists(Path) && !IsReadOnly())
            {
                Thread.Sleep(10); // another build holds it
            }
        }
    }

    /// <summary>The client of another program or endpoint that the file holds now; null for none.</summary>
    public string? Other()
    {
        const string Start = "// The client of ";
        if (!text.StartsWith(Start, StringComparison.Ordinal) || !File.Exists(Path)) return null;
        using var reader = new StreamReader(Path);
        var (there, own) = (reader.ReadLine() ?? "", text.Substring(0, text.IndexOf('\n')));
        var end = there.IndexOf(", written by ", StringComparison.Ordinal);
        return there != own && there.StartsWith(Start, StringComparison.Ordinal) && end > 0 ? there.Substring(Start.Length, end - Start.Length) : null;
    }

    private bool IsUpToDate(byte[] bytes)
    {
        if (!File.Exists(Path)) return false;
        var there = File.ReadAllBytes(Path);
        return there.SequenceEqual(bytes) || s_utf8.GetString(there).Replace("\r\n", "\n") == text; // as git may have checked it out
    }

    private void Replace(byte[] bytes)
    {
        if (IsReadOnly()) throw new UnauthorizedAccessException("it is read-only");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var temporary = $"{Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            if (File.Exists(Path)) File.Replace(temporary, Path, null);
            else File.Move(temporary, Path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private bool IsReadOnly() => File.Exists(Path) && (File.GetAttributes(Path) & FileAttributes.ReadOnly) != 0;
}
