using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// A language server as an editor runs one: <c>csharp-ls</c>, which speaks the Language Server Protocol, JSON-RPC with a header, on its
/// standard input and output.
/// </summary>
internal sealed class LanguageServer : IAsyncDisposable
{
    /// <summary>Brings it.</summary>
    public const string Command = "dotnet tool install csharp-ls --version 0.28.0 --tool-path artifacts/tools";

    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private int _requests;

    private LanguageServer(Process process) => (_process, _guard) = (process, new(process));

    /// <summary>Where it is, in this repository or on the machine; null where it is not.</summary>
    public static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(Repository.PathOf("artifacts", "tools"))
            .Select(folder => Path.Combine(folder, "csharp-ls"))
            .FirstOrDefault(File.Exists);

    /// <summary>Starts it in a project's folder, with analyzers switched on.</summary>
    public static async Task<LanguageServer> StartAsync(string program, string folder)
    {
        var info = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            info.Environment.Remove(name); // those of the runner of this test
        var process = Process.Start(info)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var server = new LanguageServer(process);
        await server.AskAsync("initialize", $$"""
            {
              "processId": {{Environment.ProcessId}},
              "rootUri": "{{new Uri(folder)}}",
              "workspaceFolders": [{ "uri": "{{new Uri(folder)}}", "name": "project" }],
              "capabilities": { "workspace": { "configuration": true }, "textDocument": { "diagnostic": { "dynamicRegistration": true } }, "window": { "workDoneProgress": true } }
            }
            """);
        await server.SendAsync("""{ "jsonrpc": "2.0", "method": "initialized", "params": {} }""");
        return server;
    }

    /// <summary>Opens a file, and asks what is wrong with it until something is; the diagnostics' ids with the text that they mark.</summary>
    public async Task<IReadOnlyList<(string Id, string Text)>> DiagnoseAsync(string file)
    {
        var (uri, text) = (new Uri(file).ToString(), await File.ReadAllTextAsync(file));
        await SendAsync(new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = "textDocument/didOpen",
            ["params"] = new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = "csharp", ["version"] = 1, ["text"] = text } },
        }.ToJsonString());

        var lines = text.Split('\n');
        IReadOnlyList<(string, string)> found = [];
        await Patience.EventuallyAsync(
            async () =>
            {
                var report = await AskAsync("textDocument/diagnostic", new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri } }.ToJsonString());
                return found = [.. Items(report).Select(item => (item.GetProperty("code").GetString()!, Marked(lines, item.GetProperty("range"))))];
            },
            seen => seen.Any(diagnostic => diagnostic.Item1.StartsWith("QR", StringComparison.Ordinal)));
        return found;
    }

    public async ValueTask DisposeAsync() => await _guard.DisposeAsync();

    private static JsonElement.ArrayEnumerator Items(JsonElement report)
        => report.ValueKind is JsonValueKind.Object && report.TryGetProperty("items", out var items) ? items.EnumerateArray() : default;

    private static string Marked(string[] lines, JsonElement range)
    {
        var (start, end) = (range.GetProperty("start"), range.GetProperty("end"));
        return lines[start.GetProperty("line").GetInt32()][start.GetProperty("character").GetInt32()..end.GetProperty("character").GetInt32()];
    }

    /// <summary>Sends a request, and answers what the server asks meanwhile; its result.</summary>
    private async Task<JsonElement> AskAsync(string method, string parameters)
    {
        var id = ++_requests;
        await SendAsync($$"""{ "jsonrpc": "2.0", "id": {{id}}, "method": "{{method}}", "params": {{parameters}} }""");
        while (true)
        {
            var message = await ReadAsync().WithinLimitAsync($"the language server to answer {method}");
            var isRequest = message.TryGetProperty("method", out var asked);
            if (!message.TryGetProperty("id", out var about)) continue;
            if (isRequest) await SendAsync($$"""{ "jsonrpc": "2.0", "id": {{about.GetRawText()}}, "result": {{Answer(asked.GetString()!, message)}} }""");
            else if (about.ValueKind is JsonValueKind.Number && about.GetInt32() == id) return message.TryGetProperty("result", out var result) ? result : default;
        }
    }

    /// <summary>The editor's settings; of everything else it takes note.</summary>
    private static string Answer(string method, JsonElement request)
    {
        if (method != "workspace/configuration") return "null";
        var settings = request.GetProperty("params").GetProperty("items").EnumerateArray().Select(_ => """{ "analyzersEnabled": true }""");
        return $"[{string.Join(',', settings)}]";
    }

    private async Task SendAsync(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var input = _process.StandardInput.BaseStream;
        await input.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes.Length}\r\n\r\n")));
        await input.WriteAsync(bytes);
        await input.FlushAsync();
    }

    private async Task<JsonElement> ReadAsync()
    {
        const string Length = "Content-Length:";
        var output = _process.StandardOutput.BaseStream;
        var (line, length) = (new StringBuilder(), 0);
        while (true)
        {
            line.Append((char)await ByteAsync());
            if (line.Length < 2 || line[^1] != '\n') continue;
            var header = line.ToString().Trim();
            if (header.Length == 0) break;
            if (header.StartsWith(Length, StringComparison.OrdinalIgnoreCase)) length = int.Parse(header[Length.Length..], CultureInfo.InvariantCulture);
            line.Clear();
        }

        var body = new byte[length];
        await output.ReadExactlyAsync(body);
        return JsonElement.Parse(body);

        async Task<byte> ByteAsync()
        {
            var one = new byte[1];
            await output.ReadExactlyAsync(one);
            return one[0];
        }
    }
}
