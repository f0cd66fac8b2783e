using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using QueueRun.Tests;

namespace QueueRun.Json.Tests.Clients;

/// <summary>What the compiler of TypeScript, the written client and the server say of all values of all shapes: asked once.</summary>
public sealed partial class EchoAnswers : IDisposable
{
    private const string Head = """
        import type { Socket, SocketMessages } from "./client.js";
        type Given<Name extends keyof Socket["call"]> = Parameters<Socket["call"][Name]>[0] extends { value?: infer Value } ? Value : never;
        type Taken<Name extends keyof Socket["call"]> = NonNullable<Parameters<Socket["call"][Name]>[0]>;
        type Answer<Name extends keyof Socket["call"]> = Awaited<ReturnType<Socket["call"][Name]>>;
        type Told<Name extends keyof SocketMessages> = SocketMessages[Name] extends { value: infer Value } ? Value : never;
        // A value that was not written down where it is used: it may have members that the type does not name.
        type Changeable<Value> = { -readonly [Name in keyof Value]: Changeable<Value[Name]> };
        declare function made<const Value>(value: Value): Changeable<Value>;
        export {};

        """;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, List<EchoCheck>> _checks = [];
    private EchoProgram? _program;

    /// <summary>The checks of a shape, answered.</summary>
    internal async Task<(EchoProgram Program, IReadOnlyList<EchoCheck> Checks)> OfAsync(string shape)
    {
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _program ??= await AskAsync();
        }
        finally
        {
            _one.Release();
        }

        return (_program, _checks.GetValueOrDefault(shape) ?? []);
    }

    public void Dispose() => _one.Dispose();

    private async Task<EchoProgram> AskAsync()
    {
        Npm.PathOf("typescript", "bin", "tsc");
        var program = EchoProgram.Compile();
        foreach (var shape in Shapes.All) _checks[shape.Name] = [.. EchoCheck.Of(program, shape)];
        var all = _checks.Values.SelectMany(checks => checks).ToList();
        await Task.WhenAll(CompileAsync(program, all), PlayAsync(program, all));
        return program;
    }

    /// <summary>One file with a line for each check: those with an error are refused.</summary>
    private static async Task CompileAsync(EchoProgram program, List<EchoCheck> all)
    {
        var text = new StringBuilder(Head);
        var lines = new Dictionary<int, (EchoCheck Check, string Type)>();
        var line = Head.Count(letter => letter == '\n');
        foreach (var check in all)
        {
            var json = check.Json.Replace("\u2028", "\\u2028", StringComparison.Ordinal).Replace("\u2029", "\\u2029", StringComparison.Ordinal); // lines end there too
            foreach (var (type, isFresh) in check.Types)
            {
                lines[++line] = (check, type);
                text.Append("void (").Append(isFresh ? json : $"made({json})").Append(" satisfies ").Append(type).Append(");\n");
            }
        }

        foreach (var (name, content) in ((string, string)[])
        [
            ("values.ts", text.ToString()),
            ("tsconfig.json", """
                {
                  "compilerOptions": {
                    "strict": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true, "erasableSyntaxOnly": true, "verbatimModuleSyntax": true,
                    "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "noEmit": true, "lib": ["es2022", "dom"], "types": []
                  },
                  "files": ["values.ts"]
                }
                """),
            ("package.json", """{"type":"module"}"""),
        ]) await File.WriteAllTextAsync(Path.Combine(program.Folder, name), content);

        var (_, said) = await Npm.RunAsync(Npm.Node, Npm.PathOf("typescript", "bin", "tsc"), "-p", program.Folder, "--pretty", "false");
        EchoCheck? refused = null;
        foreach (var error in said.Split('\n'))
        {
            if (!error.Contains("error TS", StringComparison.Ordinal))
            {
                if (refused is not null) refused.Refusals[^1] += error; // more of the last one
                continue;
            }


            var place = ErrorLine().Match(error);
            Assert.True(place.Success && lines.ContainsKey(int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture)), error);
            var (check, type) = lines[int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture)];
            refused = check;
            check.Refusals.Add($"{check.Json} as {type}: {error[error.IndexOf("TS", StringComparison.Ordinal)..]}");
        }
    }

    private static async Task PlayAsync(EchoProgram program, List<EchoCheck> all)
    {
        await using var server = program.CreateServer();
        await server.StartAsync(TestContext.Current.CancellationToken);
        var (calls, outcomes) = (Path.Combine(program.Folder, "calls.json"), Path.Combine(program.Folder, "outcomes.json"));
        var made = all.SelectMany(check => check.Calls).ToList();
        await File.WriteAllTextAsync(calls, JsonSerializer.Serialize(made.Select(call => new JsonObject { ["handler"] = call.Handler, ["message"] = call.Message, ["event"] = call.Event }.Where(member => member.Value is not null).ToDictionary())));
        var (status, said) = await Npm.RunAsync(Npm.Node, Repository.PathOf("tests", "QueueRun.Json.Tests", "Clients", "echo.mjs"), Path.Combine(program.Folder, "client.ts"),
            server.Urls.First().Replace("http:", "ws:", StringComparison.Ordinal) + "/socket", calls, outcomes);
        Assert.True(status == 0, said);
        var answers = JsonNode.Parse(await File.ReadAllTextAsync(outcomes))!.AsArray();
        foreach (var (call, outcome) in made.Zip(answers))
            (call.Sent, call.Answer, call.Error, call.Told) = ((string?)outcome!["sent"], (string?)outcome["answer"], (string?)outcome["error"], (string?)outcome["told"]);
    }

    [GeneratedRegex(@"values\.ts\((\d+),")]
    private static partial Regex ErrorLine();
}
