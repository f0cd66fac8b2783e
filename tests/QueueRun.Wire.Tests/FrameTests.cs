using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using CsCheck;
using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>The server's frames.</summary>
public class FrameTests
{
    public static TheoryData<int, string> Headers => new()
    {
        { 0, "8200" },
        { 1, "8201" },
        { 125, "827D" },
        { 126, "827E007E" },
        { 65535, "827EFFFF" },
        { 65536, "827F0000000000010000" },
        { 1_000_000, "827F00000000000F4240" },
    };

    [Theory, MemberData(nameof(Headers))]
    public void A_frame_is_header_and_payload(int length, string header)
    {
        var payload = Noise(length);
        var frame = Frame.Create(Opcode.Binary, payload);
        Assert.Equal(Opcode.Binary, frame.Opcode);
        Assert.Equal(payload, frame.Payload.ToArray());
        Assert.Equal([.. Convert.FromHexString(header), .. payload], frame.Bytes.ToArray());
        frame.Release();
    }

    [Theory, MemberData(nameof(Headers))]
    public void A_builder_makes_the_same_frame_and_can_be_used_again(int length, string header)
    {
        var builder = new FrameBuilder();
        var payload = Noise(length);
        for (var round = 0; round < 3; round++)
        {
            // Dropped first, so that the rounds begin with an array and without one.
            builder.Write(payload.AsSpan(0, length / 2));
            if (round > 0) builder.Reset();
            builder.Write(payload.AsSpan(round > 0 ? 0 : length / 2));
            Assert.Equal(length, builder.Length);

            var frame = builder.Build(Opcode.Binary);
            Assert.Equal(0, builder.Length);
            Assert.Equal([.. Convert.FromHexString(header), .. payload], frame.Bytes.ToArray());
            Assert.Equal(payload, frame.Payload.ToArray());
            frame.Release();
        }
    }

    [Fact]
    public void A_builder_gives_the_room_it_is_asked_for()
    {
        var builder = new FrameBuilder();
        Assert.NotEqual(0, builder.GetSpan().Length);
        Assert.NotEqual(0, builder.GetMemory().Length);
        Assert.True(builder.GetSpan(100_000).Length >= 100_000);
        Assert.True(builder.GetMemory(200_000).Length >= 200_000);
        Assert.Equal(0, builder.Length);
        Assert.Throws<InvalidOperationException>(() => builder.Advance(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.GetSpan(-1));
        Assert.Throws<InsufficientMemoryException>(() => builder.GetSpan(int.MaxValue));
    }

    [Fact]
    public void What_was_written_stays_when_the_builder_grows()
        => Gen.Byte.Array[0, 3000].Array[0, 20].Sample(parts =>
        {
            var builder = new FrameBuilder();
            foreach (var part in parts)
            {
                part.CopyTo(builder.GetSpan(part.Length));
                builder.Advance(part.Length);
            }

            var frame = builder.Build(Opcode.Text);
            var same = frame.Payload.Span.SequenceEqual(Join(parts));
            frame.Release();
            return same;
        }, iter: 300, threads: 1);

    [Fact]
    public void A_frame_lives_until_its_last_release()
    {
        var frame = Frame.Create(Opcode.Text, "abc"u8);
        frame.Retain();
        frame.Retain();
        frame.Release();
        frame.Release();
        Assert.Equal("abc"u8.ToArray(), frame.Payload.ToArray());
        frame.Release();
        Assert.Throws<ObjectDisposedException>(() => frame.Payload);
        Assert.Throws<ObjectDisposedException>(() => frame.Bytes);
    }

    [Fact]
    public void References_are_counted_across_threads()
    {
        var frame = Frame.Create(Opcode.Text, "abc"u8);
        Parallel.For(0, 10_000, _ =>
        {
            frame.Retain();
            Assert.Equal(3, frame.Payload.Length);
            frame.Release();
        });
        Assert.Equal(5, frame.Bytes.Length);
        frame.Release();
        Assert.Throws<ObjectDisposedException>(() => frame.Bytes);
    }

    [Theory]
    [InlineData(1000, null, "880203E8")]
    [InlineData(1008, "too slow", "880A03F0746F6F20736C6F77")]
    [InlineData(4999, "ü", "88041387C3BC")]
    [InlineData(null, null, "8800")]
    [InlineData(null, "", "8800")]
    public void A_close_frame_is_code_and_reason(int? status, string? reason, string bytes)
    {
        var frame = Frame.Close(status, reason);
        Assert.Equal(bytes, Convert.ToHexString(frame.Bytes.Span));
        Assert.Equal(Opcode.Close, frame.Opcode);
        frame.Release();
    }

    [Fact]
    public void A_close_frame_has_room_for_123_bytes()
    {
        Frame.Close(1000, new string('x', 123)).Release();
        Frame.Close(1000, string.Concat(Enumerable.Repeat("€", 41))).Release();
        Assert.Throws<ArgumentException>(() => Frame.Close(1000, new string('x', 124)));
        Assert.Throws<ArgumentException>(() => Frame.Close(1000, string.Concat(Enumerable.Repeat("€", 42))));
        Assert.Throws<ArgumentException>(() => Frame.Close(null, "reason"));
    }

    [Theory]
    [InlineData(0), InlineData(999), InlineData(1004), InlineData(1005), InlineData(1006), InlineData(1015), InlineData(2999), InlineData(5000), InlineData(-1), InlineData(66536)]
    public void A_code_that_may_not_be_sent_is_refused(int status)
        => Assert.Throws<ArgumentOutOfRangeException>(() => Frame.Close(status, null));

    [Fact]
    public void A_message_has_as_many_bytes_as_it_says_or_none()
    {
        var message = new MessageBytes(ArrayPool<byte>.Shared.Rent(10), 10);
        Assert.Equal(10, message.Memory.Length);
        message.Return();
        default(MessageBytes).Return();
        Assert.True(default(MessageBytes).Memory.IsEmpty);
    }

    [Fact]
    public void A_frame_s_object_is_used_again_once_nobody_holds_it()
    {
        var frame = Frame.Create(Opcode.Text, "abc"u8);
        frame.Retain();
        frame.Release();
        var other = Frame.Create(Opcode.Binary, "de"u8);
        Assert.NotSame(frame, other);
        Assert.Equal("abc"u8, frame.Payload.Span);

        other.Release();
        var again = Frame.Create(Opcode.Ping, "f"u8);
        Assert.Same(other, again);
        Assert.Equal((Opcode.Ping, "f"), (again.Opcode, Encoding.ASCII.GetString(again.Payload.Span)));
        again.Release();
        frame.Release();
    }

    [Fact]
    public Task Frames_are_what_another_implementation_reads()
        => Gen.Select(Gen.Bool, Gen.Byte.Array[0, 300].Array[1, 5], Gen.OneOf(Gen.Const(0), Gen.Int[65_000, 70_000])).SampleAsync(async (binary, payloads, large) =>
        {
            payloads[0] = large > 0 ? Noise(large) : payloads[0];
            if (!binary) payloads = [.. payloads.Select(payload => Utf8(Convert.ToHexString(payload)))];
            var stream = new MemoryStream();
            foreach (var payload in payloads)
            {
                var frame = Frame.Create(binary ? Opcode.Binary : Opcode.Text, payload);
                stream.Write(frame.Bytes.Span);
                frame.Release();
            }

            var close = Frame.Close(1001, "bye");
            stream.Write(close.Bytes.Span);
            close.Release();

            stream.Position = 0;
            using var client = WebSocket.CreateFromStream(stream, isServer: false, subProtocol: null, keepAliveInterval: TimeSpan.Zero);
            var buffer = new byte[200_000];
            foreach (var payload in payloads)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await client.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                Assert.Equal(binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, result.MessageType);
                Assert.Equal(payload, buffer[..length]);
            }

            await client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "bye"), (client.CloseStatus, client.CloseStatusDescription));
        }, iter: 200, threads: 1);
}
