using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Build;

namespace QueueRun.Docs.Running;

/// <summary>A program of a page, compiled and run as a reader would run it: on Kestrel and loopback.</summary>
internal sealed class RunningPage : ServerUnderTest
{
    private readonly IHost _host;
    private readonly Task _running;

    private readonly string _image;

    private RunningPage(IHost host, Uri address, Task running, FakeTimeProvider time, string image) : base(address)
        => (_host, _running, Time, _image) = (host, running, time, image);

    /// <summary>The client that a build writes for the program, in JavaScript.</summary>
    public string Client => new ClientWriter(Contract.Parse(ContractConstant.Read(_image)!), null).JavaScript();

    /// <summary>The program's clock: it starts at the present, and stands still.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts the program under a heading: <c>docs/identity.md#json-web-tokens</c>.</summary>
    /// <param name="section">The page and the heading's id.</param>
    /// <param name="settings">Configuration, as on a command line: <c>Section:Name=value</c>.</param>
    public static Task<RunningPage> StartAsync(string section, params IEnumerable<string> settings) => StartAsync(PageProgram.Find(section), settings);

    public static async Task<RunningPage> StartAsync(PageProgram program, params IEnumerable<string> settings)
    {
        var compiled = await Compiled.FromAsync(program);
        using MemoryStream image = new();
        var result = compiled.Output.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        var main = Assembly.Load(image.ToArray()).EntryPoint!;

        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        using HostCatcher catcher = new(time);
        string[] arguments = ["--urls=http://127.0.0.1:0", "--environment=Production", "--Logging:LogLevel:Default=Error", .. settings.Select(setting => $"--{setting}")];
        var running = Task.Run(() => main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null));
        var host = await await Task.WhenAny(catcher.Host, running.ContinueWith<IHost>(
            ended => throw new InvalidOperationException($"{program.Name} has ended: {ended.Exception}"), TaskScheduler.Default)).WithinLimitAsync("the program to be built");
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        await await Task.WhenAny(started.Task, running).WithinLimitAsync("the program to start");
        var file = Path.Combine(Directory.CreateTempSubdirectory("queuerun-page-").FullName, "Page.dll");
        await File.WriteAllBytesAsync(file, image.ToArray());
        return new(host, new Uri(addresses.Addresses.Single()), running, time, file);
    }

    public override async Task StopAsync()
    {
        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _running.WithinLimitAsync("the program to end");
    }

    protected override async ValueTask DisposeServerAsync()
    {
        if (!_running.IsCompleted) await StopAsync();
        Directory.Delete(Path.GetDirectoryName(_image)!, recursive: true);
    }

    /// <summary>
    /// Catches the host that a program builds, as design-time tools do, because its <c>Main</c> has no parameters and no result.
    /// </summary>
    private sealed class HostCatcher : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly AsyncLocal<HostCatcher?> s_current = new();

        private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<IDisposable> _subscriptions = [];

        private readonly TimeProvider _time;

        public HostCatcher(TimeProvider time)
        {
            _time = time;
            s_current.Value = this;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public Task<IHost> Host => _host.Task;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting") _subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            // If several programs start at the same time, each flow has its own.
            if (s_current.Value != this) return;
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder }) builder.ConfigureServices(services => services.AddSingleton(_time));
            if (value is { Key: "HostBuilt", Value: IHost host }) _host.TrySetResult(host);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            foreach (var subscription in _subscriptions.ToArray()) subscription.Dispose();
        }
    }
}
