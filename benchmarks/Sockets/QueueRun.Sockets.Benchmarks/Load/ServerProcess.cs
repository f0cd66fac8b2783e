using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>A server in a process of its own, on the first core.</summary>
internal sealed partial class ServerProcess : IEndpoint, IDisposable
{
    private readonly Process _process;

    private ServerProcess(ServerKind kind, int port, Process process) => (Kind, Port, _process) = (kind, port, process);

    /// <summary>How one talks to it.</summary>
    public ServerKind Kind { get; set; }

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>The processor time of the process so far, of all threads it has and had, in microseconds: the kernel's clock of it.</summary>
    public double Cpu => CpuOf(_process.Id);

    /// <summary>The resident set, in bytes.</summary>
    public long ResidentSet => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ')[^2], CultureInfo.InvariantCulture) * 1024;

    /// <summary>How many files, sockets and other handles it has open.</summary>
    public int Handles => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    /// <summary>How many sockets it has open, those that listen included.</summary>
    public int Sockets => new DirectoryInfo($"/proc/{_process.Id}/fd").GetFiles().Count(file => file.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) is true);

    /// <summary>How many threads it has.</summary>
    public int Threads => Directory.GetDirectories($"/proc/{_process.Id}/task").Length;

    /// <summary>The processor time of a process so far, in microseconds.</summary>
    public static double CpuOf(int process)
    {
        _ = clock_gettime((~process << 3) | 2, out var time);
        return time.Seconds * 1e6 + time.Nanoseconds / 1e3;
    }

    /// <summary>Starts a server as it was built with the driver, or from a file.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="file">The program, where it is another than the one that was built.</param>
    /// <param name="arguments">Further arguments.</param>
    public static ServerProcess Start(ServerKind kind, string? file = null, params string[] arguments)
    {
        var port = FreePort();
        file = Path.GetFullPath(file ?? (kind.Program is { } program ? Files.Built(program) : Files.Floor()));
        string[] address = kind.Program is null ? [$"{port}"] : ["--urls", $"http://127.0.0.1:{port}"];
        var process = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", file, .. address, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(file), // its settings are watched: a folder in which nothing happens
        })!;
        if (process.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException($"{file} did not start.");
        return new(kind, port, process);
    }

    /// <summary>Asks the process something about itself: <c>allocated</c> or <c>heap</c>, in bytes.</summary>
    public long Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        return long.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Time time);

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
