using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using QueueRun.Benchmarks;

namespace QueueRun.Clients.Benchmarks;

/// <summary>
/// What the clients add to a build, as MSBuild itself counts it: the time in the targets that write them, each time in a new process of MSBuild, and in one
/// that has built before.
/// </summary>
internal static partial class Builds
{
    private static readonly string[] s_targets = ["FindSocketContracts", "WriteChangedSocketClients", "WriteSocketClients", "KeepBackSocketClients", "ServeSocketClients"];

    /// <param name="root">The repository.</param>
    /// <param name="rounds">How often each build is run.</param>
    public static void Run(string root, int rounds)
    {
        foreach (var handlers in (int[])[10, 1_000])
        {
            using var project = new Project(root, handlers);
            Console.WriteLine($"{handlers:N0} handlers, {rounds} rounds in turns");
            project.Build(withClients: true, isWarm: false);
            project.Build(withClients: false, isWarm: false);
            project.Tell();
            foreach (var isWarm in (bool[])[false, true])
            {
                Report("no change", project, rounds, isWarm, static (_, _) => { });
                Report("a body has changed", project, rounds, isWarm, static (project, round) => project.Edit(round, 0));
                Report("a handler is new", project, rounds, isWarm, static (project, round) => project.Edit(round, round));
            }
        }
    }

    private static void Report(string what, Project project, int rounds, bool isWarm, Action<Project, int> edit)
    {
        List<(double Targets, double Clock)> measured = [], without = [];
        for (var round = isWarm ? -1 : 0; round < rounds; round++)
        {
            edit(project, round + 1);
            var one = project.Build(withClients: true, isWarm);
            if (round >= 0) measured.Add(one);
            if (round >= 0 && what == "no change") without.Add(project.Build(withClients: false, isWarm));
        }

        var targets = measured.ConvertAll(one => one.Targets);
        var other = without.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", without clients {Median(without.ConvertAll(one => one.Clock)):0} ms");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what,-20} {(isWarm ? "MSBuild has built before" : "a new process of MSBuild"),-25} the targets: {Median(targets),5:0} ms ({targets.Min():0} to {targets.Max():0});  the build: {Median(measured.ConvertAll(one => one.Clock)),6:0} ms{other}"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>A web project outside the repository, with the very targets of the package. It is there twice: with clients, and without.</summary>
    private sealed partial class Project : IDisposable
    {
        private const string Usings = """
            global using System;
            global using System.Collections.Generic;
            global using System.Linq;
            global using System.Threading;
            global using System.Threading.Tasks;
            global using QueueRun;
            """;

        private const string Statements = """
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddScoped<Synthetic.Store>();
            builder.Services.AddAuthentication();
            builder.Services.AddQueueRun();
            var app = builder.Build();
            app.MapSockets("/socket");
            app.Run();
            """;

        /// <summary>Processes of MSBuild with another salt are left in peace.</summary>
        private static readonly string s_salt = $"queuerun{Environment.ProcessId}";

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("queuerun-builds-");

        public Project(string root, int handlers)
        {
            var program = new SyntheticSolution(handlers, handlers, Sends: 0);
            foreach (var withClients in (bool[])[true, false])
            {
                var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, NameOf(withClients))).FullName;
                foreach (var (path, text) in program.Files().Append(("Usings.cs", Usings)).Append(("Program.cs", Statements))) File.WriteAllText(Path.Combine(folder, path), text);
                Directory.CreateDirectory(Path.Combine(folder, "wwwroot"));
                File.WriteAllText(Path.Combine(folder, "wwwroot", "page.html"), "<!doctype html><title>Page</title>");
                File.WriteAllText(Path.Combine(folder, "Synthetic.csproj"), $"""
                    <Project Sdk="Microsoft.NET.Sdk.Web">
                      <PropertyGroup>
                        <TargetFramework>net10.0</TargetFramework>
                        <Nullable>enable</Nullable>
                        <QueueRunTasks>{root}/src/QueueRun.Build/bin/Release/netstandard2.0/QueueRun.Build.dll</QueueRunTasks>
                      </PropertyGroup>
                      <ItemGroup>
                        <Reference Include="{AppContext.BaseDirectory}QueueRun.dll" />
                        <Analyzer Include="{root}/generators/QueueRun.Generators/bin/Release/netstandard2.0/QueueRun.Generators.dll;{AppContext.BaseDirectory}Cronos.dll" />
                        {(withClients ? "<SocketClient Include=\"wwwroot/sockets.js\" /><SocketContract Include=\"sockets.asyncapi.json\" Locked=\"true\" />" : "")}
                      </ItemGroup>
                      <Import Project="{root}/src/QueueRun/buildTransitive/QueueRun.targets" />
                    </Project>
                    """);
            }

            foreach (var withClients in (bool[])[true, false]) Dotnet(withClients, isWarm: false, "restore");
        }

        /// <summary>How large what is written is.</summary>
        public void Tell()
        {
            var folder = Path.Combine(_folder.FullName, NameOf(withClients: true));
            foreach (var file in (string[])["sockets.asyncapi.json", "wwwroot/sockets.js", "wwwroot/sockets.d.ts", "obj/Debug/net10.0/Synthetic.dll"])
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file}: {new FileInfo(Path.Combine(folder, file)).Length / 1000.0:N0} kB"));
            var without = new FileInfo(Path.Combine(_folder.FullName, NameOf(withClients: false), "obj/Debug/net10.0/Synthetic.dll")).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the contract is a constant of every program with handlers: Synthetic.dll without clients is {without / 1000.0:N0} kB"));
        }

        /// <summary>Changes a body, and gives a handler another route.</summary>
        public void Edit(int round, int handler)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, NameOf(withClients: true), "Edited.cs"), $$"""
                namespace Synthetic;
                internal static class Edited
                {
                    internal static int Round() => {{round}};
                    [SocketHandler("edited={{handler}}", Name = "edited")] internal static int Take() => 1;
                }
                """);
        }

        /// <summary>The milliseconds in the clients' targets, and those of the whole build.</summary>
        public (double Targets, double Clock) Build(bool withClients, bool isWarm)
        {
            var start = Stopwatch.GetTimestamp();
            // What the lock says of the changed handler is not what is measured.
            var said = Dotnet(withClients, isWarm, "build", "--no-restore", "-nologo", "-v:m", "-clp:PerformanceSummary", "-p:AcceptSocketContract=true");
            var clock = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var targets = said[said.IndexOf("Target Performance Summary", StringComparison.Ordinal)..];
            targets = targets[..targets.IndexOf("Task Performance Summary", StringComparison.Ordinal)];
            return (TargetLine().Matches(targets).Where(line => s_targets.Contains(line.Groups[2].Value)).Sum(line => double.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture)), clock);
        }

        public void Dispose() => _folder.Delete(recursive: true);

        private static string NameOf(bool withClients) => withClients ? "with" : "without";

        private string Dotnet(bool withClients, bool isWarm, params string[] arguments)
        {
            var info = new ProcessStartInfo("dotnet", [.. arguments, $"-nodeReuse:{(isWarm ? "true" : "false")}"]) { WorkingDirectory = Path.Combine(_folder.FullName, NameOf(withClients)), RedirectStandardOutput = true };
            info.Environment["MSBUILDNODEHANDSHAKESALT"] = s_salt;
            if (isWarm) info.Environment["MSBUILDUSESERVER"] = "1";
            using var process = Process.Start(info)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? said : throw new InvalidOperationException(said);
        }

        [GeneratedRegex(@"^\s*(\d+) ms\s+(\w+)\s+\d+ calls", RegexOptions.Multiline)]
        private static partial Regex TargetLine();
    }
}
