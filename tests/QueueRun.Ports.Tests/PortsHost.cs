using System.Reflection;

[assembly: AssemblyFixture(typeof(QueueRun.Ports.Tests.BuiltPorts))]
[assembly: AssemblyFixture(typeof(QueueRun.Ports.Tests.NativePorts))]

namespace QueueRun.Ports.Tests;

/// <summary>How the sample is run: always as a program, on a free port of 127.0.0.1.</summary>
public abstract class PortsHost : IAsyncDisposable
{
    private readonly Lazy<Task<ServerProcess>> _shared;

    protected PortsHost() => _shared = new(() => StartAsync());

    /// <summary>The program that tests share: each has its own users, rooms and boards.</summary>
    public Task<ServerProcess> SharedAsync() => _shared.Value;

    /// <summary>A program for one test, with options as on a command line: <c>--QueueRun:DefaultTimeout=00:00:01</c>.</summary>
    public async Task<ServerProcess> StartAsync(params IEnumerable<string> options) => await ServerProcess.StartAsync(await ProgramAsync(), options);

    /// <summary>The path of the program.</summary>
    protected abstract Task<string> ProgramAsync();

    public async ValueTask DisposeAsync()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _shared.Value).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>As <c>dotnet run</c> runs it.</summary>
public sealed class BuiltPorts : PortsHost
{
    protected override Task<string> ProgramAsync()
        => Task.FromResult(typeof(BuiltPorts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Ports").Value!);
}

/// <summary>As a native file, published once for all tests.</summary>
public sealed class NativePorts : PortsHost
{
    private readonly Lazy<Task<string>> _published = new(static () => NativeAot.PublishAsync(Repository.PathOf("samples", "Ports", "Ports.csproj")));

    protected override async Task<string> ProgramAsync()
    {
        NativeAot.SkipWithoutLinker();
        return await _published.Value;
    }
}
