using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using QueueRun.TestCompilations;

[assembly: AssemblyFixture(typeof(QueueRun.Json.Tests.FaultProgram))]

namespace QueueRun.Json.Tests;

/// <summary>
/// A running server with handlers of every kind of parameter: each takes a shape, reads all of it, and sends it back. Keeps its log
/// entries.
/// </summary>
public sealed class FaultProgram : IAsyncDisposable
{
    private const string Program = """
        public static class Host
        {
            internal static WebApplication Start(ILoggerProvider logs)
            {
                var builder = WebApplication.CreateSlimBuilder();
                builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
                builder.Services.AddQueueRun(options => options.MaxOutboxSize = 1 << 25);
                var app = builder.Build();
                app.Urls.Add("http://127.0.0.1:0");
                app.MapSockets("/socket");
                app.Start();
                return app;
            }
        }
        """;

    private readonly Lazy<(WebApplication App, Logs Logs)> _started = new(Start);

    internal Logs Logged => _started.Value.Logs;

    /// <summary>The handlers that send a shape back: received as the message, and as a property of a route.</summary>
    private static string Back(Shape shape) => $$"""
        #pragma warning disable CS8602, CS8604, CS8620 // Null is sent back as well.
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Frozen;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        namespace Case_{{shape.Name}};
        internal static class Back
        {
            [SocketHandler("back={{shape.Name}}")] internal static async Task Message([FromMessage] {{shape.Type}} data, ISocket socket) => await socket.SendAsync(data);
            [SocketHandler("back={{shape.Name}}/[value]")] internal static async Task Property({{shape.Type}} value, ISocket socket) => await socket.SendAsync(value);
        }
        """;

    public async Task<FaultClient> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(_started.Value.App.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/socket"), TestContext.Current.CancellationToken);
        return new(socket);
    }

    public async ValueTask DisposeAsync()
    {
        if (_started.IsValueCreated) await _started.Value.App.DisposeAsync();
    }

    private static (WebApplication, Logs) Start()
    {
        // Getters of these throw when they are written, or their default is not a valid JSON number: that is the program's own fault.
        var shapes = Shapes.All.Where(shape => !shape.SentOnly && shape.Name is not ("Throws" or "Cart" or "RecordDefaults" or "ConstantDefaults")).ToList();
        var input = TestCompilation.Create([Program, FaultHandlers.Source, .. shapes.Select(shape => shape.Source), .. shapes.Select(Back)]);
        var program = LoadedProgram.Of(TestDriver.Emit(input, SystemTextJson.CreateGenerator()));
        var logs = new Logs();
        return ((WebApplication)program.Call("Host", "Start", logs)!, logs);
    }

    /// <summary>Keeps entries above Debug by QueueRun, and warnings by all others.</summary>
    internal sealed class Logs : ILoggerProvider
    {
        private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = [];

        /// <summary>Removes all entries, and returns those of at least this level.</summary>
        public List<string> Take(LogLevel level)
        {
            List<string> taken = [];
            while (_entries.TryDequeue(out var entry))
            {
                if (entry.Level >= level) taken.Add(entry.Text);
            }

            return taken;
        }

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(Logs logs, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (category == "QueueRun.Hosting.BlockedThreads") return; // depends on other work of the machine, and not on messages
                if (logLevel > LogLevel.Information || (logLevel == LogLevel.Information && category.StartsWith("QueueRun", StringComparison.Ordinal)))
                    logs._entries.Enqueue((logLevel, $"{category}: {formatter(state, exception)}\n{exception}"));
            }
        }
    }
}

/// <summary>Sends messages, and receives one answer to each, in order.</summary>
public sealed class FaultClient(ClientWebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[1 << 25];

    public async Task<string> AskAsync(string message) => (await AskAsync([message]))[0];

    public async Task<List<string>> AskAsync(IReadOnlyList<string> messages)
    {
        var sending = SendAsync(messages);
        List<string> answers = [];
        while (answers.Count < messages.Count) answers.Add(await ReceiveAsync());
        await sending;
        return answers;
    }

    public void Dispose() => socket.Dispose();

    private async Task SendAsync(IReadOnlyList<string> messages)
    {
        foreach (var message in messages)
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
    }

    private async Task<string> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException($"Closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(_buffer, 0, length);
        }
    }
}
