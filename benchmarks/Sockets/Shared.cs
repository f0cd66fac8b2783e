using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

/// <summary>What the driver asks a server of itself, by a line of its standard input.</summary>
internal static class Instruments
{
    /// <summary>Answers until the input ends.</summary>
    public static void Serve()
    {
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } question)
        {
            Console.WriteLine(question switch
            {
                "allocated" => GC.GetTotalAllocatedBytes(precise: true),
                "waiting" => Waiting.Count,
                "release" => Waiting.Release(),
                _ => GC.GetTotalMemory(Collect()),
            });
        }
    }

    /// <summary>How often connections are pinged. An hour, unless pings are what is measured: the load does not answer while it is another server's turn.</summary>
    public static TimeSpan KeepAlive(IConfiguration configuration) => TimeSpan.FromSeconds(configuration.GetValue("KeepAlive", 3600));

    private static bool Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return false;
    }
}

/// <summary>Calls that wait until they are released, all together.</summary>
internal static class Waiting
{
    private static TaskCompletionSource s_end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int s_count;

    public static int Count => Volatile.Read(ref s_count);

    public static async Task OneAsync()
    {
        Interlocked.Increment(ref s_count);
        await s_end.Task;
        Interlocked.Decrement(ref s_count);
    }

    /// <summary>Lets those that wait now go on; how many that are.</summary>
    public static int Release()
    {
        var count = Count;
        Interlocked.Exchange(ref s_end, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return count;
    }
}

internal static class Users
{
    public static IEnumerable<string> Everybody(int count) => Enumerable.Range(0, count).Select(i => $"user-{i}");
}

internal static class Rooms
{
    /// <summary>How often a message has each of them entered and left: often enough that the message itself costs next to nothing.</summary>
    public const int Turns = 10;

    /// <summary>Rooms that are entered and left.</summary>
    public static string[] Churned { get; } = [.. Enumerable.Range(0, 100).Select(i => $"churned-{i}")];

    /// <summary>300 rooms of a user: 1,000 users make 100,000 rooms of three.</summary>
    public static IEnumerable<string> Of(string userId)
    {
        var number = int.Parse(userId.AsSpan(userId.IndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
        return Enumerable.Range(number * 300, 300).Select(i => $"room-{i % 100_000}");
    }
}

/// <summary>One of the lines of a page.</summary>
internal sealed record Line(Guid Id, string From, string Text, DateTimeOffset At);

internal static class Lines
{
    private const int Count = 9;

    private static readonly DateTimeOffset s_noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_names = ["ann", "ben", "cora", "dan", "eve"];

    private static readonly string[] s_texts =
    [
        "Shall we meet at noon, or after the sun has set?", "Noon is fine with me. Where?", "At the bridge, where the boats are.",
        "I can bring bread and cheese; who has a blanket?", "I have two, and a bottle of water for everybody.", "Then noon it is. Do not be late!",
        "Save a place for me, please.", "The ferry is late today, so I may be, too.", "Did anybody feed the cat?", "Yes, twice, and it asks for more.",
        "What was the name of the book that you had with you last week?", "I will look it up tonight and tell you.", "It rains here. And where you are?",
    ];

    private static int s_pages;

    /// <summary>A page of a chat, a little more than a kilobyte of JSON. No two of them are the same.</summary>
    public static Line[] Next()
    {
        var random = new Random(Interlocked.Increment(ref s_pages)); // the same pages for all servers
        var lines = new Line[Count];
        for (var i = 0; i < Count; i++)
        {
            var id = new byte[16];
            random.NextBytes(id);
            lines[i] = new(new(id), s_names[random.Next(s_names.Length)], s_texts[random.Next(s_texts.Length)], s_noon.AddSeconds(random.Next(100_000)));
        }

        return lines;
    }
}

/// <summary>
/// What a program has in front of its sockets where it is asked to: a cookie, or a row of middlewares. Not in a native binary, whose size is measured.
/// </summary>
internal static class Pipeline
{
    /// <summary>False in a native binary, where the compiler leaves out the rest then.</summary>
    [FeatureSwitchDefinition("QueueRun.Benchmarks.Pipeline")]
    public static bool IsThere => !AppContext.TryGetSwitch("QueueRun.Benchmarks.Pipeline", out var there) || there;

    /// <summary>Adds what the middlewares need: of <c>--Pipeline=cookie</c>, or of <c>--Pipeline=long</c>.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        if (!IsThere || builder.Configuration["Pipeline"] is not { } kind) return;

        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        if (kind != "long") return;

        builder.Services.AddAuthorization();
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://example.com").AllowCredentials()));
        builder.Services.AddResponseCompression();
        builder.Services.AddRequestLocalization(_ => { });
        builder.Services.AddProblemDetails();
    }

    /// <summary>Adds the middlewares.</summary>
    public static void Use(WebApplication app)
    {
        if (!IsThere || app.Configuration["Pipeline"] is not { } kind) return;

        if (kind == "long")
        {
            app.UseExceptionHandler();
            app.UseForwardedHeaders();
            app.UseResponseCompression();
            app.UseRequestLocalization();
            app.UseStaticFiles();
            app.UseCors();
        }

        app.UseAuthentication();
        if (kind == "long") app.UseAuthorization();
        app.MapGet("/login", (HttpContext context, string user) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user), new(ClaimTypes.Name, user)], CookieAuthenticationDefaults.AuthenticationScheme))));
    }
}
