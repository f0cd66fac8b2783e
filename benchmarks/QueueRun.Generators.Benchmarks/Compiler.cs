using System.Diagnostics;
using QueueRun.Analyzers;
using QueueRun.Benchmarks;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Benchmarks;

/// <summary>
/// The SDK's own compiler, run as a build does: <c>csc</c> with a program of files, QueueRun's generator, and the analyzers that are asked for, each time in
/// a process of its own.
/// </summary>
internal sealed class Compiler : IDisposable
{
    private static readonly string s_dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("queuerun-");
    private readonly string _sdk = Newest("sdk");
    private readonly List<string> _common = [];

    /// <summary>A compiler of one program.</summary>
    /// <param name="program">The program. It is given statements that map the socket and sign users in, so that every rule has something to look at.</param>
    public Compiler(SyntheticSolution program)
    {
        foreach (var (path, text) in program.Files().Append(("Program.cs", Statements)).Append((TestCompilation.UsingsPath, Usings)))
        {
            File.WriteAllText(Path.Combine(_folder.FullName, path), text);
            _common.Add(Quoted(Path.Combine(_folder.FullName, path)));
        }
        var references = Packs("Microsoft.NETCore.App.Ref").Concat(Packs("Microsoft.AspNetCore.App.Ref")).Append(typeof(SocketHandlerAttribute).Assembly.Location);
        _common.AddRange(references.Select(path => $"/reference:{Quoted(path)}"));
        _common.AddRange(Named(typeof(QueueRunGenerator).Assembly.Location, Path.Combine(AppContext.BaseDirectory, "Cronos.dll")));
        _common.AddRange(["/nologo", "/nostdlib+", "/target:exe", "/debug:portable", "/deterministic+", "/nullable:enable", "/langversion:14",
            "/features:InterceptorsNamespaces=QueueRun.Generated", $"/out:{Quoted(Path.Combine(_folder.FullName, "Synthetic.dll"))}"]);
    }

    /// <summary>QueueRun's analyzers, as arguments.</summary>
    public static IEnumerable<string> Analyzers => Named(typeof(HandlerAnalyzer).Assembly.Location);

    /// <summary>The CPU time of all compilations that have ended.</summary>
    public static TimeSpan Used() => Children.Used();

    /// <summary>A compilation that is ready to be started, which gives what the compiler prints.</summary>
    public Func<string> Prepare(params IEnumerable<string> more)
    {
        var arguments = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.rsp");
        File.WriteAllLines(arguments, _common.Concat(more));
        var csc = Path.Combine(_sdk, "Roslyn/bincore/csc.dll");
        return () => Run([csc, "/noconfig", "@" + arguments]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(s_dotnet, "dotnet"), arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException(text);
    }

    private static IEnumerable<string> Named(params IEnumerable<string> analyzers) => analyzers.Select(path => $"/analyzer:{Quoted(path)}");

    private static string Newest(string folder)
        => Directory.GetDirectories(Path.Combine(s_dotnet, folder)).Where(path => Version.TryParse(Path.GetFileName(path), out _)).MaxBy(path => Version.Parse(Path.GetFileName(path)))!;

    private static string[] Packs(string pack) => Directory.GetFiles(Directory.GetDirectories(Path.Combine(Newest(Path.Combine("packs", pack)), "ref")).Single(), "*.dll");

    private static string Quoted(string path) => $"\"{path}\"";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.Extensions.DependencyInjection;
        global using QueueRun;
        """;

    private const string Statements = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication();
        builder.Services.AddQueueRun();
        var app = builder.Build();
        app.MapSockets("/socket");
        app.Run();
        """;
}
