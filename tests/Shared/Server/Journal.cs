using System.Collections.Concurrent;

namespace QueueRun.Tests;

/// <summary>Events in the server, by key, in order. With the setting <c>Journal:File</c>, they also outlive the server.</summary>
internal sealed class Journal(IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, List<string>> _lines = new();
    private readonly string? _file = configuration["Journal:File"];
    private readonly Lock _writing = new();

    public void Add(string key, string line)
    {
        lock (_writing)
        {
            _lines.GetOrAdd(key, static _ => []).Add(line);
            if (_file is not null) File.AppendAllText(_file, $"{key}: {line}\n");
        }
    }

    public string Read(string key)
    {
        lock (_writing) return _lines.TryGetValue(key, out var lines) ? string.Join('\n', lines) : "";
    }
}
