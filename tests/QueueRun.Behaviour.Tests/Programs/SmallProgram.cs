using System.Reflection;
using System.Runtime.Loader;
using Microsoft.AspNetCore.Builder;
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

        public static partial class Start
        {
            static partial void Configure(IServiceCollection services);

            public static WebApplication Build(string[] args)
            {
                var builder = WebApplication.CreateSlimBuilder(args);
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<Notes>();
                builder.Services.AddScoped<Visit>();
                Configure(builder.Services);
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

    /// <summary>
    /// Starts it with these methods besides two handlers: <c>{"ask":"who"}</c> and <c>{"ask":"notes"}</c>. A <c>Start.Configure</c> among them is
    /// called before <c>AddQueueRun</c> is.
    /// </summary>
    /// <param name="code">The methods.</param>
    /// <param name="libraries">The libraries that it sees.</param>
    public static Task<ServerUnderTest> StartAsync(string code, params IReadOnlyList<CompiledLibrary> libraries)
    {
        var program = new LoadContext().Load(CompiledLibrary.Of(TestCompilation.AssemblyName, [Frame, code], libraries));
        var build = program.GetType("Start")!.GetMethod("Build")!;
        return InProcessServer.StartAsync((WebApplication)build.Invoke(null, [InProcessServer.Arguments])!);
    }

    /// <summary>Each program has its own: another one may have libraries of the same names.</summary>
    private sealed class LoadContext : AssemblyLoadContext
    {
        private readonly Dictionary<string, Assembly> _loaded = [];

        /// <summary>Loads a library once, with all that it references.</summary>
        public Assembly Load(CompiledLibrary library)
        {
            if (_loaded.TryGetValue(library.Name, out var loaded)) return loaded;
            foreach (var reference in library.References) Load(reference);
            using MemoryStream image = new(library.Image);
            return _loaded[library.Name] = LoadFromStream(image);
        }

        protected override Assembly? Load(AssemblyName assemblyName) => _loaded.GetValueOrDefault(assemblyName.Name!);
    }
}
