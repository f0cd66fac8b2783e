using Microsoft.AspNetCore.Http;

namespace QueueRun.Wire.Tests;

/// <summary>Checks the handshake, and echoes messages.</summary>
public sealed class EchoServer() : LoopbackServer(EchoAsync), IAsyncLifetime
{
    public const int MaxMessageSize = 100_000;

    private static readonly WireOptions Options = new(MaxMessageSize) { SubProtocols = ["chat.v2", "chat.v1"] };

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Echoes messages, answers pings and closes; the message <c>abort</c> ends the connection without a close.</summary>
    private static async Task EchoAsync(HttpContext context)
    {
        if (Handshake.Check(context) is { } refusal)
        {
            await Handshake.RefuseAsync(context, refusal);
            return;
        }

        await EchoAsync((await Handshake.AcceptAsync(context, Options))!);
    }

    private static async Task EchoAsync(ITransport transport)
    {
        while (true)
        {
            var (kind, data, status, reason) = await transport.ReceiveAsync();
            switch (kind)
            {
                case ReceivedKind.Text when data.Memory.Span.SequenceEqual("abort"u8):
                    transport.Abort();
                    break;
                case ReceivedKind.Text:
                    transport.Write(Frame.Create(Opcode.Text, data.Memory.Span));
                    break;
                case ReceivedKind.Binary:
                    transport.Write(Frame.Create(Opcode.Binary, data.Memory.Span));
                    break;
                case ReceivedKind.Ping:
                    transport.Write(Frame.Create(Opcode.Pong, data.Memory.Span));
                    break;
                case ReceivedKind.Violation:
                    transport.Write(Frame.Close(status!.Value, reason));
                    await transport.FlushAsync();
                    await transport.DropAsync(status, TimeSpan.FromMilliseconds(250), TimeProvider.System);
                    await transport.CompleteAsync();
                    return;
                case ReceivedKind.Close:
                    transport.Write(Frame.Close(status, reason));
                    await transport.FlushAsync();
                    await transport.CompleteAsync();
                    return;
                case ReceivedKind.End:
                    await transport.CompleteAsync();
                    return;
            }

            data.Return();
            await transport.FlushAsync();
        }
    }
}
