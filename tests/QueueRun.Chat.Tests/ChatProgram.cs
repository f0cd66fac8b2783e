using System.Diagnostics;
using System.Reflection;

namespace QueueRun.Chat.Tests;

/// <summary>
/// The Chat sample, started as a program on a free port of 127.0.0.1. The environment variable <c>QUEUERUN_CHAT</c> names another build
/// of it: a published folder's <c>Chat</c> or <c>Chat.dll</c>.
/// </summary>
internal sealed class ChatProgram : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly string[] _options;
    private readonly Output _output = new();
    private Process _process = null!;

    private ChatProgram(string data, string[] options) => (Data, _options) = (data, options);

    public Uri Address { get; private set; } = null!;

    /// <summary>The folder of its data: a new one for each program, the same after a restart.</summary>
    public string Data { get; }

    /// <param name="options">For its command line, beside those that every test needs.</param>
    public static async Task<ChatProgram> StartAsync(params string[] options)
    {
        var chat = new ChatProgram(Directory.CreateTempSubdirectory("chat-").FullName, options);
        chat.Address = await chat.RunAsync("http://127.0.0.1:0");
        return chat;
    }

    /// <summary>Another process of the same program, with the same data.</summary>
    public async Task<ChatProgram> StartAnotherAsync()
    {
        var chat = new ChatProgram(Data, _options);
        chat.Address = await chat.RunAsync("http://127.0.0.1:0");
        return chat;
    }

    /// <summary>Waits until the program has written a line with this text.</summary>
    public Task WritesAsync(string text) => _output.FindAsync(text).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <summary>Ends the program as a crash would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts it again at the same address.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        await RunAsync(Address.GetLeftPart(UriPartial.Authority));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        if (Directory.Exists(Data))     // another process of the same program may have been the last
            Directory.Delete(Data, recursive: true);
    }

    private async Task<Uri> RunAsync(string urls)
    {
        var program = Environment.GetEnvironmentVariable("QUEUERUN_CHAT")
            ?? typeof(ChatProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Chat").Value!;
        string[] start = program.EndsWith(".dll", StringComparison.Ordinal)
            ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program]
            : [program];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(start[0], [.. start[1..], "--urls", urls, "--Data", Data, .. _options])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // Not the program's own folder, because it must find its page from anywhere.
                WorkingDirectory = Path.GetTempPath(),
            },
        };
        _process.StartInfo.Environment["DOTNET_TieredPGO"] = "0"; // measures for a long life, which it does not have
        _output.Clear();
        _process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        var listening = _output.FindAsync(Listening);
        await Task.WhenAny(listening, _process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(60)));
        if (listening.IsCompletedSuccessfully)
            return new Uri((await listening).Split(Listening)[1]);
        _process.Kill();
        throw new InvalidOperationException($"Chat did not start:{Environment.NewLine}{_output}");
    }

    /// <summary>What the program has written so far.</summary>
    private sealed class Output
    {
        private readonly List<string> _lines = [];
        private readonly List<(string Text, TaskCompletionSource<string> Found)> _awaited = [];

        public void Add(string? line)
        {
            lock (_lines)
            {
                if (line is null)
                    return;
                _lines.Add(line);
                foreach (var (_, found) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
                    found.TrySetResult(line);
            }
        }

        /// <summary>The first line with this text, which may come later.</summary>
        public Task<string> FindAsync(string text)
        {
            lock (_lines)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
                    return Task.FromResult(line);
                var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add((text, found));
                return found.Task;
            }
        }

        public void Clear()
        {
            lock (_lines)
                _lines.Clear();
        }

        public override string ToString()
        {
            lock (_lines)
                return string.Join(Environment.NewLine, _lines);
        }
    }
}
