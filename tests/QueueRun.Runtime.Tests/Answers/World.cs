using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using QueueRun.Calls;
using QueueRun.Connections;
using QueueRun.Diagnostics;
using QueueRun.Messaging;
using QueueRun.Routing;

namespace QueueRun.Runtime.Tests.Answers;

/// <summary>One connection with its conversation. The test plays the client, the methods and the clock, and checks the answers.</summary>
internal sealed class World : IDisposable
{
    private const string Closed = "closed";

    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly FakeTimeProvider s_standing = new(); // the connection's own clock: it never moves
    private static readonly QueueRunOptions s_options = new() { MaxConcurrentCalls = 2, DefaultTimeout = Timeout };
    private static readonly QueueRunMetrics s_metrics = new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), s_standing);
    private static readonly SocketServices s_sockets = new(
        new(new(), s_options), new LocalUserDirectory(null!, new(), new(), Options.Create(s_options)), s_metrics);

    private static readonly HandlerTable s_handlers = new(
        [Handler("turn"), Handler("beside"), Handler("stream")], [], new ServiceLifetimes(new ServiceCollection()), s_options);

    private readonly List<string> _steps = []; // printed with a failure
    private readonly List<Method> _methods = [];
    private readonly ConcurrentQueue<string> _received = new();
    private readonly Dictionary<string, int> _calls = [];
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _cancelHandlers = new();
    private readonly CancellationTokenSource _closeAnyway = new();
    private readonly ClientTransport _client;
    private readonly Connection _connection;
    private readonly Conversation _conversation;
    private readonly Task _running;
    private Task? _shutDown;
    private int _pings;
    private bool _isGone;

    /// <param name="name">Names the case in a failure.</param>
    public World(string name)
    {
        _steps.Add(name);
        _client = new(frame => _received.Enqueue(frame ?? Closed));
        var context = new DefaultHttpContext();
        context.Items[typeof(World)] = this;
        _connection = new("c", _client, UpgradeRequest.ThatLasts(context), new(s_options, s_standing, s_metrics, NullLogger<Connection>.Instance)
        {
            Queue = static item => item.Execute(),
        });
        _conversation = new(
            new(s_handlers, new(s_options), s_sockets, s_options, _time, null!, NullLogger<Conversation>.Instance, DistributedContextPropagator.Current), _connection);
        _conversation.Start(null);
        _running = _connection.RunAsync(_conversation);
    }

    /// <summary>Makes one random event happen.</summary>
    public void Step(Random random)
    {
        var act = Choose(random);
        act();
        Settle();
        CheckSoFar();
    }

    /// <summary>Makes several events happen at the same time, on threads of their own.</summary>
    public void Race(Random random, int threads)
    {
        Action[] acts = [.. Enumerable.Range(0, threads).Select(_ => Choose(random, isRace: true))];
        Parallel.Invoke(new() { MaxDegreeOfParallelism = threads }, acts);
        Settle();
        CheckSoFar();
    }

    /// <summary>Ends everything, and checks that each reference has had its answers.</summary>
    public void End()
    {
        // A method may begin after the others have ended, and an answer is sent on a thread of its own: both are waited for.
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var open = Open();
            foreach (var method in open) method.Tell(Method.Act.Return);
            Settle();
            if ((open.Length == 0 && (_isGone || _calls.All(call => Answers(call.Key) >= call.Value))) || Stopwatch.GetElapsedTime(start) > Watchdog) break;
        }

        _shutDown?.Wait(Watchdog);
        CheckSoFar();
        foreach (var (reference, sent) in _calls)
        {
            if (!_isGone && Answers(reference) != sent) Fail($"{reference} was sent {sent} times, and answered {Answers(reference)} times");
        }

        if (_shutDown is null) _client.Close();
        else _client.Abort();
        if (!_running.Wait(Watchdog)) Fail("the connection does not end");
        if (_connection.Standing is not Standing.Left) Fail("the connection has not left");
        CheckSoFar();
    }

    public void Dispose()
    {
        _cancelHandlers.Dispose();
        _closeAnyway.Dispose();
    }

    private Method[] Open()
    {
        lock (_methods) return [.. _methods.Where(method => !method.HasEnded)];
    }

    private static HandlerDescriptor Handler(string what) => new()
    {
        Name = what,
        Kind = MessageKind.Json,
        RouteText = $"do={what}",
        Route = [new("do", what)],
        Concurrent = what is not "turn",
        InvokeAsync = call => ((World)call.HttpContext.Items[typeof(World)]!).RunAsync(call, isStream: what is "stream"),
    };

    private ValueTask RunAsync(HandlerCall call, bool isStream)
    {
        var method = new Method(call, isStream);
        lock (_methods) _methods.Add(method);
        return method.RunAsync();
    }

    private Action Choose(Random random, bool isRace = false)
    {
        var which = random.Next(isRace ? 3 : 0, 10);
        var reference = random.Next(1, 4).ToString(CultureInfo.InvariantCulture);
        switch (which)
        {
            case 0 or 1 or 2:
                var what = random.Next(3) switch { 0 => "turn", 1 => "beside", _ => "stream" };
                return Do($"call {reference} {what}", () =>
                {
                    if (!_connection.IsClosing) _calls[reference] = _calls.GetValueOrDefault(reference) + 1;
                    _client.Send($$"""{"#":{{reference}},"do":"{{what}}"}""");
                });

            case 3 or 4 or 5 when Open() is { Length: > 0 } open:
                var method = open[random.Next(open.Length)];
                var act = (Method.Act)random.Next(6);
                return Do($"method {Array.IndexOf(open, method)} {act}", () => method.Tell(act));

            case >= 3 and <= 7:
                return Do($"cancel {reference}", () => _client.Send($$"""{"#":{{reference}},"cancel":true}"""));

            case 8:
                return random.Next(3) == 0 ? Do("time", () => _time.Advance(Timeout)) : Do("ping", () =>
                {
                    if (!_connection.IsClosing && !isRace) _pings++;
                    _client.Send("""{"#":"p"}""");
                });

            default:
                return random.Next(8) switch
                {
                    0 => Do("shut down", ShutDown),
                    1 when _shutDown is not null => Do("cancel handlers", _cancelHandlers.Cancel),
                    2 when _shutDown is not null => Do("close anyway", _closeAnyway.Cancel),
                    3 => Do("close", () =>
                    {
                        _isGone = true;
                        _client.Close();
                    }),
                    _ => Do("nothing", static () => { }),
                };
        }
    }

    private void ShutDown()
    {
        lock (_methods) _shutDown ??= _connection.ShutDownAsync(_cancelHandlers.Token, _closeAnyway.Token);
    }

    private Action Do(string step, Action act)
    {
        _steps.Add(step);
        return act;
    }

    /// <summary>Waits until other threads wait for the test: the next message, and the end of a shutdown.</summary>
    private void Settle()
    {
        if (!SpinWait.SpinUntil(IsSettled, Watchdog)) Fail("it does not settle");
    }

    private bool IsSettled()
    {
        IConnectionWork work = _connection;
        lock (_methods)
        {
            var isAwaited = _methods.Exists(method => method.IsAwaited);
            if (!work.IsInboxIdle && !isAwaited && !work.IsMessageHeld) return false;
            if (work.IsMessageHeld && !isAwaited && work.Beside < s_options.MaxConcurrentCalls && _methods.Count(method => !method.HasEnded) < 8) return false;
            var isOver = _methods.TrueForAll(method => method.HasEnded || method.IsLate) || _closeAnyway.IsCancellationRequested;
            return !isOver || _shutDown is not { IsCompleted: false };
        }
    }

    private void CheckSoFar()
    {
        foreach (var (reference, sent) in _calls)
        {
            if (Answers(reference) > sent) Fail($"{reference} has more answers than it was sent");
            if (sent == 1 && _received.SkipWhile(message => !IsAnswer(message, reference)).Skip(1).FirstOrDefault(message => IsItem(message, reference)) is { } late)
                Fail($"{late} comes after its answer");
        }

        if (!_isGone && _received.Count(message => IsAnswer(message, "\"p\"")) < _pings) Fail("a ping is not answered at once");
        if (_received.SkipWhile(message => message is not Closed).Skip(1).Any()) Fail("something comes after the close");
    }

    private int Answers(string reference) => _received.Count(message => IsAnswer(message, reference));

    private static bool IsAnswer(string message, string reference)
        => message.StartsWith($"{{\"#\":{reference},\"result\":", StringComparison.Ordinal) || message.StartsWith($"{{\"#\":{reference},\"error\":", StringComparison.Ordinal);

    private static bool IsItem(string message, string reference) => message.StartsWith($"{{\"#\":{reference},\"item\":", StringComparison.Ordinal);

    private void Fail(string what) => Assert.Fail($"{what}, after {string.Join(", ", _steps)}; received {string.Join(' ', _received)}");
}
