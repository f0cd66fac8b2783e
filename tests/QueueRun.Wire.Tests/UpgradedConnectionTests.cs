using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>
/// The transport on connections of a real Kestrel: its pipes, plain and TLS, the stream of servers without such pipes, and the stream of
/// HTTP/2.
/// </summary>
public sealed class UpgradedConnectionTests : IAsyncLifetime
{
    private const string Request =
        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private readonly TaskCompletionSource<ITransport> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoopbackServer _server;
    private bool _hidePipes;
    private bool _lasts;

    public UpgradedConnectionTests() => _server = new(async context =>
    {
        if (_hidePipes) context.Features.Set<IConnectionTransportFeature>(null);
        Assert.Null(Handshake.Check(context));
        if ((_lasts ? null : Handshake.FindDetachable(context)) is { } detachable)
        {
            var transport = (await Handshake.AcceptAsync(context, new(1_000_000), detachable))!;
            detachable.Run(async () =>
            {
                _accepted.SetResult(transport);
                await _finish.Task;
                await transport.CompleteAsync();
                _finished.SetResult();
            });
            return;
        }

        _accepted.SetResult((await Handshake.AcceptAsync(context, new(1_000_000)))!);
        await _finish.Task;
        await (await _accepted.Task).CompleteAsync();
        context.Response.OnCompleted(() =>
        {
            _finished.SetResult();
            return Task.CompletedTask;
        });
    });

    public enum Carrier
    {
        Pipes, TlsPipes,
        /// <summary>The request ends, and the connection goes on.</summary>
        Detached, TlsDetached,
        /// <summary>It could, and does not.</summary>
        Attached, TlsAttached,
        Stream, TlsStream, Http2, TlsHttp2,
    }

    public static TheoryData<Carrier> Carriers => [.. Enum.GetValues<Carrier>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _finish.TrySetResult();
        await _server.DisposeAsync();
    }

    [Theory, MemberData(nameof(Carriers))]
    public async Task Messages_go_both_ways_and_the_request_ends(Carrier carrier)
    {
        var (stream, transport) = await OpenAsync(carrier, Join(Text("early"), Text("later")[..4]));
        var payload = Noise(1_000_000);
        Assert.Equal("Text:early", await ReceiveAsync(transport));
        await SendAsync(stream, Text("later")[4..]);
        Assert.Equal("Text:later", await ReceiveAsync(transport));
        var sending = SendAsync(stream, Frame(0x82, payload));
        Assert.Equal("Binary:" + Convert.ToHexString(payload), await ReceiveAsync(transport));
        await sending;

        transport.Write(Frame.Create(Opcode.Binary, payload));
        var flushing = FlushAsync(transport);
        Assert.Equal(payload, (await LoopbackServer.ReadExactlyAsync(stream, 10 + payload.Length))[10..]);
        Assert.True(await flushing);

        // Bytes that nobody reads do not keep the request from ending.
        await SendAsync(stream, Join(Close(1000), Text("late")));
        Assert.Equal("Close:1000:", await ReceiveAsync(transport));
        transport.Write(Frame.Close(1000, null));
        Assert.True(await FlushAsync(transport));
        Assert.Equal("880203E8", Convert.ToHexString(await LoopbackServer.ReadExactlyAsync(stream, 4)));
        await FinishAsync();
        transport.Abort();
    }

    [Theory, MemberData(nameof(Carriers))]
    public async Task A_flush_waits_for_a_client_that_does_not_read_until_it_is_aborted(Carrier carrier)
    {
        var (stream, transport) = await OpenAsync(carrier);
        var receiving = ReceiveAsync(transport);
        var flushing = await WriteUntilFullAsync(transport);
        transport.Abort();
        Assert.False(await flushing);
        Assert.Equal(Outcome.End, await receiving);
        await FinishAsync();
        await stream.DisposeAsync();
    }

    [Theory, MemberData(nameof(Carriers))]
    public async Task A_flush_goes_on_when_the_client_reads_again(Carrier carrier)
    {
        var (stream, transport) = await OpenAsync(carrier);
        var flushing = await WriteUntilFullAsync(transport);
        var reading = stream.CopyToAsync(Stream.Null, Token);
        Assert.True(await flushing);
        transport.Abort();
        await FinishAsync();
        await Task.WhenAny(reading);
    }

    [Theory, MemberData(nameof(Carriers))]
    public async Task A_client_that_vanishes_is_an_end(Carrier carrier)
    {
        var (stream, transport) = await OpenAsync(carrier, Text("cut off")[..5]);
        var receiving = ReceiveAsync(transport);
        await stream.DisposeAsync();
        Assert.Equal(Outcome.End, await receiving);
        await FinishAsync();
    }

    [Theory]
    [InlineData(Carrier.Pipes)]
    [InlineData(Carrier.Detached)]
    public async Task A_server_that_stops_leaves_the_connection_to_us(Carrier carrier)
    {
        var (stream, transport) = await OpenAsync(carrier, Text("half")[..4]);
        var receiving = ReceiveAsync(transport);

        // Kestrel cancels the pending read of each connection, and waits for the requests to end.
        var stopping = _server.StopAsync();
        await stream.WriteAsync(Text("half")[4..], Token);
        Assert.Equal("Text:half", await receiving);
        transport.Write(Frame.Close(1001, null));
        Assert.True(await FlushAsync(transport));
        await FinishAsync();
        Assert.Equal("880203E9", Convert.ToHexString(await LoopbackServer.ReadToEndAsync(stream)));
        await stopping;
    }

    [Theory]
    [InlineData(Carrier.Pipes)]
    [InlineData(Carrier.Detached)]
    public async Task A_client_that_resets_is_an_end(Carrier carrier)
    {
        var (stream, transport) = await OpenAsync(carrier);
        var receiving = ReceiveAsync(transport);
        ((NetworkStream)stream).Socket.LingerState = new(true, 0);
        await stream.DisposeAsync();
        Assert.Equal(Outcome.End, await receiving);
        transport.Write(Frame.Create(Opcode.Text, []));
        await FlushAsync(transport);
        await FinishAsync();
    }

    private static async Task SendAsync(Stream stream, byte[] bytes)
    {
        await stream.WriteAsync(bytes, Token);
        await stream.FlushAsync(Token);
    }

    private static async Task<string> ReceiveAsync(ITransport transport)
        => Outcome.Take(await transport.ReceiveAsync().AsTask().WaitAsync(Outcome.Watchdog, Token));

    private static Task<bool> FlushAsync(ITransport transport) => transport.FlushAsync().AsTask().WaitAsync(Outcome.Watchdog, Token);

    /// <summary>Fills the buffers of both sides; gives the flush that is then pending.</summary>
    private static async Task<Task<bool>> WriteUntilFullAsync(ITransport transport)
    {
        // More than the socket buffers of both sides hold.
        const int Chunk = 16 * 1024 * 1024;
        transport.Write(Frame.Create(Opcode.Binary, new byte[Chunk]));
        var flushing = FlushAsync(transport);
        await Task.Yield();
        Assert.False(flushing.IsCompleted);
        return flushing;
    }

    private async Task<(Stream Stream, ITransport Transport)> OpenAsync(Carrier carrier, params byte[] frames)
    {
        if (carrier is Carrier.Http2 or Carrier.TlsHttp2) return await OpenHttp2Async(carrier, frames);

        _hidePipes = carrier is Carrier.Stream or Carrier.TlsStream;
        _lasts = carrier is Carrier.Attached or Carrier.TlsAttached;
        var stream = await _server.ConnectAsync(
            tls: carrier is Carrier.TlsPipes or Carrier.TlsStream or Carrier.TlsDetached or Carrier.TlsAttached,
            detachable: carrier is Carrier.Detached or Carrier.TlsDetached or Carrier.Attached or Carrier.TlsAttached);
        var answer = await LoopbackServer.RequestAsync(stream, Request, frames);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        return (stream, await _accepted.Task.WaitAsync(Outcome.Watchdog, Token));
    }

    private async Task<(Stream Stream, ITransport Transport)> OpenHttp2Async(Carrier carrier, byte[] frames)
    {
        var answer = await _server.ConnectHttp2Async(tls: carrier is Carrier.TlsHttp2);
        Assert.Equal((200, new Version(2, 0)), ((int)answer.StatusCode, answer.Version));
        var stream = await answer.Content.ReadAsStreamAsync(Token);
        await SendAsync(stream, frames);
        return (stream, await _accepted.Task.WaitAsync(Outcome.Watchdog, Token));
    }

    private async Task FinishAsync()
    {
        _finish.SetResult();
        await _finished.Task.WaitAsync(Outcome.Watchdog, Token);
    }
}
