namespace QueueRun.Behaviour;

/// <summary>A file to which a server writes its journal, for what happens when nobody can ask it any more.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    /// <summary>What a server is started with.</summary>
    public string Option => $"--Journal:File={_path}";

    /// <summary>Its lines: each the key, a colon, and what happened.</summary>
    public Task<string[]> LinesAsync() => File.ReadAllLinesAsync(_path, TestContext.Current.CancellationToken);

    public void Dispose() => File.Delete(_path);
}
