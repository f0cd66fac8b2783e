using System.Globalization;

namespace QueueRun.Sockets.Benchmarks;

/// <summary>Bytes: allocated by messages, and held by connections that wait.</summary>
internal static class Memory
{
    private const int Messages = 50_000;

    public static void Allocated()
    {
        Console.WriteLine("\nAllocated by a message (32 connections, one at a time; the messages themselves, their strings and answers included)\n");
        Console.WriteLine("| | bytes a message |\n|---|---|");
        foreach (var kind in new[] { ServerKind.BareBytes, ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun }) Print(kind, "say");
        Print(ServerKind.QueueRun, "say_in_time", ", with a token");
        Print(ServerKind.QueueRun, "ping", ", a handler that allocates nothing");
        Print(ServerKind.QueueRun, "ping_in_time", ", the same with a token");
        Print(ServerKind.QueueRun, "ping", ", the same as a call with #", isCall: true);
    }

    /// <summary>Heap and resident set of connections that have said something and are idle now.</summary>
    public static void Idle(int connections, params string[] arguments)
    {
        Console.WriteLine($"\n{connections} idle connections, each of which has sent one message{string.Concat(arguments.Select(argument => $" ({argument})"))}\n");
        Console.WriteLine("| | heap, bytes a connection | × System.Net.WebSockets, typed | × SignalR, typed | resident set, kB a connection |\n|---|---|---|---|---|");
        var figures = new[] { ServerKind.BareTyped, ServerKind.SignalR, ServerKind.QueueRun, ServerKind.Upgraded }.Select(kind => (kind, HeldBy(kind, connections, null, arguments))).ToArray();
        foreach (var (kind, (heap, resident)) in figures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind.Name} | {heap:0} | {heap / figures[0].Item2.Heap:0.00} | {heap / figures[1].Item2.Heap:0.00} | {resident / 1024:0.0} |"));
        }
    }

    /// <summary>What each of so many idle connections holds of a server's heap and resident set, in bytes.</summary>
    /// <param name="kind">The server.</param>
    /// <param name="connections">How many.</param>
    /// <param name="file">The program, where it is another than the one that was built.</param>
    /// <param name="arguments">Further arguments of the server.</param>
    public static (double Heap, double Resident) HeldBy(ServerKind kind, int connections, string? file = null, params string[] arguments)
    {
        using var server = ServerProcess.Start(kind, file, arguments);
        using var warm = new Crowd(server).Open(32);
        if (kind != ServerKind.Upgraded) warm.Echo(kind.Frame("say"), 1, 20_000);
        var (heap, resident) = (server.Ask("heap"), server.ResidentSet);
        using var crowd = new Crowd(server).Open(connections);
        if (kind != ServerKind.Upgraded) crowd.Greet(kind.Frame("say"));
        return ((server.Ask("heap") - heap) / (double)connections, (server.ResidentSet - resident) / (double)connections);
    }

    private static void Print(ServerKind kind, string action, string suffix = "", bool isCall = false)
    {
        using var server = ServerProcess.Start(kind);
        using var crowd = new Crowd(server).Open(32);
        var frame = kind.Frame(action, isCall);
        crowd.Echo(frame, 1, Messages / 4);
        var before = server.Ask("allocated");
        crowd.Echo(frame, 1, Messages);
        var bytes = (server.Ask("allocated") - before) / (double)Messages;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind.Name}{suffix} | {bytes:0.0} |"));
    }
}
