using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace QueueRun.Testing.Tests;

/// <summary>
/// What is waited for is known, not guessed from how long it takes: these pass on the slowest machine, and fail wherever a time decides.
/// </summary>
public sealed class NoRaceTests : Hosted
{
    /// <summary>Milliseconds that methods take here: more than anybody would take for a sign that nothing happens any more.</summary>
    private const int Long = 700;

    [Theory]
    [InlineData("compute")]     // a busy thread
    [InlineData("pool")]        // the thread pool
    [InlineData("network")]     // something outside of the process
    [InlineData("other")]       // another part of the program
    [InlineData("limit")]       // all of that within a time limit on the test's clock
    [InlineData("deadline")]
    public async Task However_long_a_handler_works_it_is_waited_for(string how)
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "work", how, milliseconds = Long });
        Assert.Equal([$"worked {how}"], ann.Received.Select(message => message.Text));
        await ann.ExpectAsync($"worked {how}");
        await ann.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_handler_that_works_and_has_set_a_timer_does_not_wait_for_the_clock()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "prepare", milliseconds = Long });
        Assert.Equal(["prepared"], ann.Received.Select(message => message.Text));
        await Sockets.AdvanceAsync(Seconds(1));
        Assert.Equal(["prepared", "done"], ann.Received.Select(message => message.Text));
    }

    [Fact]
    public async Task Who_is_cancelled_has_heard_it_and_said_what_there_was_to_say()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await ann.SendAsync(new { action = "mourn", milliseconds = Long });
        await Sockets.AdvanceAsync(Seconds(10));
        Assert.Equal(["""{"error":"timed out"}""", "cancelled"], ann.Received.Select(message => message.Text));
    }

    [Fact]
    public async Task Who_leaves_has_left_his_handlers_too()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await using var bob = await Sockets.ConnectAsync("bob");
        await ann.SendAsync(new { action = "mourn", milliseconds = Long, to = "bob" });
        await ann.AbortAsync();
        Assert.Equal(["cancelled"], bob.Received.Select(message => message.Text));
        Assert.Equal("ann offline", Rooms.Journal.Last());
    }

    [Fact]
    public async Task A_service_that_waits_for_the_clock_has_had_its_turn_before_it_goes_on()
    {
        await using var host = await StartAsync(more: services => services.AddHostedService<ClockTests.Digest>());
        await using var ann = await host.Sockets.ConnectAsync("ann");
        using var load = new Load();
        await host.Sockets.AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"digest {i}"), ann.Received.Select(message => message.Text));
    }

    [Fact]
    public async Task There_is_no_race_on_a_machine_that_has_no_time()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        await using var bob = await Sockets.ConnectAsync("bob");
        foreach (var client in new[] { ann, bob }) await client.SendAsync(new { action = "enter", room = "lobby" });
        using var load = new Load();
        for (var round = 0; round < 5; round++)
        {
            await ann.SendAsync(new { action = "hop", hops = 5 });
            Assert.Equal((1, 1), (ann.Unread.Count, bob.Unread.Count));
            foreach (var client in new[] { ann, bob }) await client.ExpectAsync<Said>();

            await bob.SendAsync(new { action = "wait", seconds = 1 });
            Assert.Empty(bob.Unread);
            await Sockets.AdvanceAsync(Seconds(1));
            Assert.Single(bob.Unread);
            await bob.ExpectAsync(new Waited(1));
        }
    }

    [Fact]
    public async Task A_message_is_waited_for_at_whatever_moment_it_is_looked_for()
    {
        await using var ann = await Sockets.ConnectAsync("ann");
        for (var sent = 1; sent <= 1000; sent++)
        {
            await ann.SendAsync(new { action = "work", how = "compute", milliseconds = 0 });
            Assert.Equal(sent, ann.Received.Count);
        }
    }

    [Fact]
    public async Task A_handler_that_waits_for_nothing_that_is_known_is_told_by_name_and_what_to_do()
    {
        Sockets.Timeout = Seconds(0.2);
        await using var ann = await Sockets.ConnectAsync("ann");
        var stuck = await Assert.ThrowsAsync<TimeoutException>(() => ann.SendAsync(new { action = "stuck" }));
        Assert.StartsWith(
            """
            The server is busy, and nothing has moved for 0.2 s.

            Still running on the server:
              QueueRun.Testing.Tests.WorkHandlers.StuckAsync for ann

            The test waits until each method has ended, or waits for the test: for its clock or a TestSignal,
            """.ReplaceLineEndings("\n"),
            stuck.Message.ReplaceLineEndings("\n"));
        Rooms.Stuck.SetResult("free");
        await ann.ExpectAsync("free");
    }

    [Fact]
    public async Task A_program_that_stops_cuts_off_who_is_stuck()
    {
        Sockets.Timeout = Seconds(0.2);
        await using var host = await StartAsync(options => options.ShutdownTimeout = Seconds(2));
        var ann = await host.Sockets.ConnectAsync("ann");
        await ann.PostAsync(new { action = "stuck" });
        await host.StopAsync();
        host.Services.GetRequiredService<Rooms>().Stuck.SetResult("free");
        await ann.ExpectCloseAsync(1001);
    }

    /// <summary>More busy threads than processors, and a thread pool whose threads are all taken, again and again.</summary>
    private sealed class Load : IDisposable
    {
        private static readonly int _processors = Environment.ProcessorCount;

        private readonly CancellationTokenSource _over = new();
        private readonly List<Thread> _threads = [];

        public Load()
        {
            for (var i = 0; i < 4 * _processors; i++) _threads.Add(new(Spin) { IsBackground = true });
            _threads.Add(new(Crowd) { IsBackground = true });
            foreach (var thread in _threads) thread.Start();
        }

        public void Dispose()
        {
            _over.Cancel();
            foreach (var thread in _threads) thread.Join();
            _over.Dispose();
        }

        private void Spin()
        {
            while (!_over.IsCancellationRequested) Thread.SpinWait(1000);
        }

        private void Crowd()
        {
            using var done = new SemaphoreSlim(0);
            while (!_over.IsCancellationRequested)
            {
                var (count, over) = (2 * ThreadPool.ThreadCount, _over.Token);
                for (var i = 0; i < count; i++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(
                        _ =>
                        {
                            var start = Stopwatch.GetTimestamp();
                            while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 5) Thread.SpinWait(100);
                            done.Release();
                        },
                        null);
                }

                for (var i = 0; i < count; i++) done.Wait();
            }
        }
    }
}

/// <summary>Handlers that take their time in the ways there are.</summary>
internal static class WorkHandlers
{
    [SocketHandler("action=work/[how]")]
    internal static async Task<string> WorkAsync(string how, Work data, TimeProvider time, CancellationToken token)
    {
        var length = TimeSpan.FromMilliseconds(data.Milliseconds);
        switch (how)
        {
            case "compute": Compute(length); break;
            case "pool":
                await Task.Yield();
                await Task.Run(() => Compute(length / 2), token).ConfigureAwait(false);
                await Task.Delay(length / 2, token).ConfigureAwait(false); // of the real clock
                break;
            case "network": await TalkAsync(length, token); break;
            case "other": await Elsewhere.DoAsync(length); break;
            case "limit":
                using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time)) await TalkAsync(length, limit.Token);
                break;
            case "deadline": await TalkAsync(length, token).WaitAsync(TimeSpan.FromSeconds(5), time, token); break;
        }

        return $"worked {how}";
    }

    [SocketHandler("action=prepare")]
    internal static async Task<string> PrepareAsync(Work data, TimeProvider time, ISocket socket, CancellationToken token)
    {
        var pause = Task.Delay(TimeSpan.FromSeconds(1), time, token);
        Compute(TimeSpan.FromMilliseconds(data.Milliseconds));
        await socket.SendAsync("prepared", token);
        await pause;
        return "done";
    }

    [SocketHandler("action=mourn")]
    internal static async Task MournAsync(Work data, TimeProvider time, ISocket socket, CancellationToken token)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(1), time, token);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(data.Milliseconds, CancellationToken.None);
            await (data.To is { } to ? socket.To(to) : socket).SendAsync("cancelled", CancellationToken.None);
        }
    }

    [SocketHandler("action=hop")]
    internal static async Task HopAsync(Work data, SocketUser user, ISocket socket, Rooms rooms, CancellationToken token)
    {
        for (var hop = 0; hop < data.Hops; hop++)
        {
            await Task.Yield();
            await Task.Run(() => { }, token).ConfigureAwait(false);
        }

        await socket.To(rooms.Members("lobby")).SendAsync(new Said("lobby", user.Id, "hop"), token);
    }

    [SocketHandler("action=stuck")]
    internal static Task<string> StuckAsync(Rooms rooms) => rooms.Stuck.Task;

    private static void Compute(TimeSpan length)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < length;) Thread.SpinWait(100);
    }

    /// <summary>A real connection, whose other end takes its time.</summary>
    private static async Task TalkAsync(TimeSpan length, CancellationToken token)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, token);
        using var server = await listener.AcceptTcpClientAsync(token);
        using var answer = new Timer(_ => server.GetStream().WriteByte(1), null, length, Timeout.InfiniteTimeSpan);
        await client.GetStream().ReadExactlyAsync(new byte[1], token);
    }

    /// <summary>A part of the program that works for others, on a thread of its own.</summary>
    private static class Elsewhere
    {
        public static Task DoAsync(TimeSpan length)
        {
            var done = new TaskCompletionSource();
            var thread = new Thread(() =>
            {
                Thread.Sleep(length);
                done.SetResult();
            });
            using (ExecutionContext.SuppressFlow()) thread.Start();
            return done.Task;
        }
    }
}

internal sealed record Work(int Milliseconds, string? To = null, int Hops = 0);
