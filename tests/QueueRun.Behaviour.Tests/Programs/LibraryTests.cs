using QueueRun.TestCompilations;

namespace QueueRun.Behaviour;

/// <summary>Handlers, messages, hooks and jobs in libraries, which the program's <c>AddQueueRun</c> composes.</summary>
public sealed class LibraryTests
{
    private static readonly Lazy<CompiledLibrary> s_common = new(() => CompiledLibrary.Of("Lib.Common", """
        public record Mail(string To, string Text);
        [SocketMessage("event", "came")] public record Came(string Who);
        internal static class Common
        {
            [SocketHandler("ask=common")] internal static string Ask() => "common";
            [QueueHandler("mail")] internal static async Task SendAsync(Mail job, ISocket socket) => await socket.To(job.To).SendAsync(new { mail = job.Text });
        }
        """));

    /// <summary>A library that brings itself along, and calls its own <c>AddQueueRun</c> for it.</summary>
    private static readonly Lazy<CompiledLibrary> s_left = new(() => CompiledLibrary.Of("Lib.Left", """
        public static class LeftServices
        {
            public static IServiceCollection AddLeft(this IServiceCollection services)
            {
                services.AddSingleton<Visitors>();
                services.AddQueueRun(options => options.MaxMessageSize = 1000);
                return services;
            }
        }
        internal sealed class Visitors { public HashSet<string> Names { get; } = []; }
        internal sealed record Question(string Ask, int Number);
        internal sealed record Answer(int Number, IReadOnlyCollection<string> Visitors);
        internal sealed class Left(Visitors visitors)
        {
            [SocketHandler("ask=left")] internal Answer Ask(Question data) => new(data.Number, visitors.Names);
            [OnOnline] internal static async Task Online(string userId, Visitors visitors, ISocket socket)
            {
                visitors.Names.Add(userId);
                await socket.SendAsync(new Came(userId));
            }
        }
        """, s_common.Value));

    private static readonly Lazy<CompiledLibrary> s_hidden = new(() => CompiledLibrary.Of(
        "Lib_Left", "internal sealed record Found(string? Hidden); internal static class Hidden { [SocketHandler(\"ask=hidden\")] internal static Found Ask(SocketUser? user) => new(user?.Id); }"));

    /// <summary>A library that keeps another one to itself; the two have names that differ in punctuation only from others'.</summary>
    private static readonly Lazy<CompiledLibrary> s_right = new(() => CompiledLibrary.Of("Lib-Left", """
        internal static class Right
        {
            [SocketHandler("ask=right")] internal static async Task Ask(SocketUser user, IQueue<Mail> queue) => await queue.PushAsync(new(user.Id, "from the right"));
        }
        """, s_common.Value, s_hidden.Value));

    [Fact]
    public async Task What_libraries_bring_is_there_once_however_often_it_is_reached_or_added()
    {
        const string Configure = "public static partial class Start { static partial void Configure(IServiceCollection services) => services.AddLeft().AddLeft(); }";
        await using var server = await SmallProgram.StartAsync(Configure, s_left.Value, s_right.Value, s_common.Value);
        await using var ann = await server.ConnectAsync("user=ann");

        await ann.ExpectTextAsync("""{"event":"came","who":"ann"}""");
        await ann.SendJsonAsync(new { ask = "common" });
        await ann.ExpectTextAsync("common");
        await ann.SendJsonAsync(new { ask = "left", number = 7 });
        await ann.ExpectTextAsync("""{"number":7,"visitors":["ann"]}""");
        await ann.SendJsonAsync(new { ask = "hidden" });
        await ann.ExpectTextAsync("""{"hidden":"ann"}""");
        await ann.SendJsonAsync(new { ask = "right" });
        await ann.ExpectTextAsync("""{"mail":"from the right"}""");
        await ann.SendJsonAsync(new { ask = "who" });
        await ann.ExpectTextAsync("SocketUser { Id = ann }");

        await ann.SendAsync(new string('x', 1001)); // the library's setting holds, though the program has called AddQueueRun since
        Assert.Null(await ann.ReceiveOrCloseAsync());
        Assert.StartsWith("1009", ann.Closed, StringComparison.Ordinal);
    }
}
