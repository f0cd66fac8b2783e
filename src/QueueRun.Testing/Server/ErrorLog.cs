using Microsoft.Extensions.Logging;

namespace QueueRun.Testing.Server;

/// <summary>The server's log entries of level warning or above, for the texts of failures.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];

    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    public IReadOnlyList<string> Since(int start)
    {
        lock (_gate) return _entries[start..];
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;

            var text = $"{logLevel} {category}: {formatter(state, exception)}";
            lock (log._gate) log._entries.Add(exception is null ? text : $"{text}\n{exception}");
        }
    }
}
