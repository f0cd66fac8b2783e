using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace QueueRun.Hostile;

/// <summary>
/// Other users' connections, which must not notice an attack: each sends a message and waits for its echo, again and again, on its own
/// thread, so that only the server and the system's scheduler affect the round trip.
/// </summary>
internal sealed class Victims : IAsyncDisposable
{
    private const string Question = """{"test":"echo","text":"still there?"}""";
    private static readonly byte[] Ask = RawWebSocket.Frame(Opcode.Text, Encoding.UTF8.GetBytes(Question));
    private static readonly byte[] Answer = [0x81, 12, .. "still there?"u8];

    private readonly List<RawWebSocket> _connections = [];

    public static async Task<Victims> ConnectAsync(ServerUnderTest server, int count = 4)
    {
        var victims = new Victims();
        for (var i = 0; i < count; i++) victims._connections.Add(await server.ConnectRawAsync($"user=victim-{i}"));
        return victims;
    }

    /// <summary>The median of all round trips during this time.</summary>
    public async Task<TimeSpan> MedianAsync(TimeSpan window)
    {
        var all = await Task.WhenAll(_connections.Select(connection => Task.Factory.StartNew(
            () => Measure(connection.Socket, window), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var sorted = all.SelectMany(one => one).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
    }

    private static List<TimeSpan> Measure(Socket socket, TimeSpan window)
    {
        socket.ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds;
        var answer = new byte[Answer.Length];
        var trips = new List<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        do
        {
            var asked = Stopwatch.GetTimestamp();
            socket.Send(Ask);
            for (var read = 0; read < answer.Length;)
            {
                var count = socket.Receive(answer, read, answer.Length - read, SocketFlags.None);
                Assert.True(count > 0, "The server closed a victim's connection.");
                read += count;
            }

            trips.Add(Stopwatch.GetElapsedTime(asked));
            Assert.Equal(Answer, answer);
            Thread.Sleep(1); // people pause between messages
        }
        while (Stopwatch.GetElapsedTime(start) < window);

        return trips;
    }
}
