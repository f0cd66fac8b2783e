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

    private Process _process;

    private ChatProgram(Process process, Uri address, string data) => (_process, Address, Data) = (process, address, data);

    public Uri Address { get; }

    /// <summary>The folder of what it keeps: a new one for each, the same after a restart.</summary>
    public string Data { get; }

    public Uri Socket => new UriBuilder(Address) { Scheme = "ws", Path = "/socket" }.Uri;

    public static async Task<ChatProgram> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("chat-").FullName;
        var (process, address) = await RunAsync("http://127.0.0.1:0", data);
        return new ChatProgram(process, address, data);
    }

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
        (_process, _) = await RunAsync(Address.GetLeftPart(UriPartial.Authority), Data);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private static async Task<(Process Process, Uri Address)> RunAsync(string urls, string data)
    {
        var program = Environment.GetEnvironmentVariable("QUEUERUN_CHAT")
            ?? typeof(ChatProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Chat").Value!;
        string[] start = program.EndsWith(".dll", StringComparison.Ordinal)
            ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program]
            : [program];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(start[0], [.. start[1..], "--urls", urls, "--Data", data])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // Not the program's own folder: it has to find its page from anywhere.
                WorkingDirectory = Path.GetTempPath(),
            },
        };
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        void Read(string? line)
        {
            if (line is null)
                return;
            lock (output)
                output.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                address.TrySetResult(new Uri(line[(at + Listening.Length)..]));
        }
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        await Task.WhenAny(address.Task, process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(60)));
        if (address.Task.IsCompletedSuccessfully)
            return (process, await address.Task);
        process.Kill();
        throw new InvalidOperationException($"Chat did not start:{Environment.NewLine}{string.Join(Environment.NewLine, output)}");
    }
}
