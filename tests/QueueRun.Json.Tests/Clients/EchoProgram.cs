using System.Reflection;
using Microsoft.AspNetCore.Builder;
using QueueRun.Build;
using QueueRun.TestCompilations;
using QueueRun.Tests;

namespace QueueRun.Json.Tests.Clients;

/// <summary>A program with handlers for each shape, and the client that is written for it. It runs on Kestrel.</summary>
/// <remarks>
/// For a shape S: <c>echoS</c> takes an object with a value and returns the value, <c>tellS</c> sends it as the message S, <c>takeS</c> takes the value
/// itself as the message and returns it, <c>giveS</c> returns one of the listed values, and <c>showS</c> sends a value without a name.
/// </remarks>
internal sealed class EchoProgram
{
    private const string Server = """
        internal static class Server
        {
            internal static WebApplication Create()
            {
                var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0", "--QueueRun:AllowedOrigins:0=*"]);
                builder.Logging.ClearProviders();
                builder.Services.AddQueueRun();
                var app = builder.Build();
                app.MapSockets("/socket");
                return app;
            }
        }
        """;

    private readonly Assembly _assembly;

    private EchoProgram(Assembly assembly, Contract contract, string folder) => (_assembly, Contract, Folder) = (assembly, contract, folder);

    /// <summary>What the generator has emitted.</summary>
    public Contract Contract { get; }

    /// <summary>Where the client is: <c>client.ts</c>.</summary>
    public string Folder { get; }

    /// <summary>Compiles the program, and writes its client as a build does: from the assembly's file.</summary>
    public static EchoProgram Compile()
    {
        var folder = Directory.CreateDirectory(Path.Combine(NativeAot.Workshop, "echo")).FullName;
        var output = TestDriver.Emit(TestCompilation.Create([Server, .. Shapes.All.Select(Source)]));
        var file = Path.Combine(folder, "echo.dll");
        using (var image = File.Create(file))
        {
            var result = output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        }

        var contract = Contract.Parse(ContractConstant.Read(file)!);
        new OutputFile("client.ts", Path.Combine(folder, "client.ts"), new ClientWriter(contract, null).TypeScript()).Write();
        return new(Assembly.Load(File.ReadAllBytes(file)), contract, folder);
    }

    /// <summary>The server, not started.</summary>
    public WebApplication CreateServer() => (WebApplication)Call("Server", "Create");

    /// <summary>The shape's listed values, in an array of its type.</summary>
    public Array Values(string shape) => (Array)Call($"Case_{shape}.Case", "Values");

    private object Call(string type, string method) => _assembly.GetType(type)!.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, null)!;

    private static string Source(Shape shape)
    {
        const string Start = "internal static class Case\n{";
        Assert.Contains(Start, shape.Source, StringComparison.Ordinal);
        var (name, type) = (shape.Name, shape.Type);
        return shape.IsAnonymous
            ? shape.Source.Replace(Start, $$"""
                {{Start}}
                    [SocketHandler("show={{name}}", Name = "show{{name}}")] internal static async Task Show(ISocket socket) => await socket.Connection.SendAsync({{shape.Values[0]}});
                """, StringComparison.Ordinal)
            : shape.Source
                .Replace($"[SocketHandler(\"case={name}\")] internal static void Take([FromMessage] {type} data) {{ }}",
                    $"[SocketHandler(\"take={name}\", Name = \"take{name}\")] internal static {type} Take([FromMessage] {type} data) => data;", StringComparison.Ordinal)
                .Replace(Start, $$"""
                    internal sealed record Carried({{type}} Value);
                    [SocketMessage("told", "{{name}}")] internal sealed record Told({{type}} Value);
                    {{Start}}
                        [SocketHandler("give={{name}}/[index]", Name = "give{{name}}")] internal static {{type}} Give(int index) => Values()[index];
                        [SocketHandler("show={{name}}/[index]", Name = "show{{name}}")] internal static async Task Show(int index, ISocket socket) => await socket.Connection.SendAsync(new Told(Values()[index]));
                    {{(shape.SentOnly ? "" : $"""
                        [SocketHandler("echo={name}", Name = "echo{name}")] internal static {type} Echo([FromMessage] Carried data) => data.Value;
                        [SocketHandler("tell={name}", Name = "tell{name}")] internal static async Task Tell([FromMessage] Carried data, ISocket socket) => await socket.Connection.SendAsync(new Told(data.Value));
                    """)}}
                    """, StringComparison.Ordinal);
    }
}
