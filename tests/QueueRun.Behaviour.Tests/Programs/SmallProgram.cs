using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QueueRun.Generators;
using QueueRun.TestCompilations;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>
/// A small program of its own, compiled with what the generator emits for it, and started in this process: for what a program may
/// have only once.
/// </summary>
internal static class SmallProgram
{
    private const string Frame = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Http;

        public static class Start
        {
            public static WebApplication Build(string[] args)
            {
                var builder = WebApplication.CreateSlimBuilder(args);
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<Notes>();
                builder.Services.AddScoped<Visit>();
                builder.Services.AddQueueRun();
                var app = builder.Build();
                app.Use((context, next) =>
                {
                    if (context.Request.Query["user"] is [{ } user])
                        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "query"));
                    return next(context);
                });
                app.MapSockets("/socket");
                return app;
            }
        }

        /// <summary>A singleton that remembers.</summary>
        public sealed class Notes
        {
            public string Last { get; set; } = "";
        }

        /// <summary>A scoped service.</summary>
        public sealed class Visit(Notes notes) : IDisposable
        {
            public void Dispose() => notes.Last += " visited";
        }

        internal static class Handlers
        {
            [SocketHandler("ask=who")]
            internal static string Who(ISocketUser? user) => user?.ToString() ?? "nobody";

            [SocketHandler("ask=notes")]
            internal static string Ask(Notes notes) => notes.Last;
        }
        """;

    /// <summary>Starts it with these methods besides two handlers: <c>{"ask":"who"}</c> and <c>{"ask":"notes"}</c>.</summary>
    public static Task<ServerUnderTest> StartAsync(string code)
    {
        var input = TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary, TestCompilation.References, Frame, code);
        CSharpGeneratorDriver.Create([new QueueRunGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(input, out var output, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        var result = output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        var build = Assembly.Load(image.ToArray()).GetType("Start")!.GetMethod("Build")!;
        return InProcessServer.StartAsync((WebApplication)build.Invoke(null, [InProcessServer.Arguments])!);
    }
}
