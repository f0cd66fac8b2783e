using System.Collections.Concurrent;
using System.Text;

namespace QueueRun.Tests;

/// <summary>Keeps log entries, including scopes, so that a test can search them.</summary>
[ProviderAlias("Test")]
internal sealed class Logs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _entries = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    /// <summary>The entries that contain this text, without the server's own about ordinary requests, because the search is one.</summary>
    public string Find(string part) => string.Join("\n\n", _entries.Where(entry => entry.Contains(part, StringComparison.Ordinal)));

    public void Dispose()
    {
    }

    private sealed class CategoryLogger(Logs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logs._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning && category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)) return;

            var entry = new StringBuilder().Append(logLevel).Append(' ').Append(category).Append(": ").AppendLine(formatter(state, exception));
            logs._scopes.ForEachScope(static (scope, text) => text.Append("  in ").AppendLine(scope?.ToString()), entry);
            if (exception is not null) entry.AppendLine(exception.ToString());
            logs._entries.Enqueue(entry.ToString());
        }
    }
}
