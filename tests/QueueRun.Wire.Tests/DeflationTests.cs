using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>Sent messages are compressed once, for any number of recipients.</summary>
public class DeflationTests
{
    private static readonly byte[] Large = Utf8(string.Concat(Enumerable.Range(0, 200).Select(i => $$"""{"event":"said","number":{{i}}},""")));

    [Fact]
    public void A_message_is_compressed_once()
    {
        var frame = Wire.Frame.Create(Opcode.Text, Large);
        var compressed = frame.Compressed;
        Assert.Same(compressed, frame.Compressed);
        Assert.Equal((Opcode.Text, 0xC1), (compressed.Opcode, compressed.Bytes.Span[0]));
        Assert.InRange(compressed.Payload.Length, 10, Large.Length / 3);
        Assert.Equal(Large, Deflated.Inflate(compressed.Payload.Span));
        Assert.Equal(0x81, frame.Bytes.Span[0]);
        Assert.Equal(Large, frame.Payload.ToArray());
        frame.Release();
    }

    [Fact]
    public void Those_who_ask_at_the_same_time_get_the_same()
    {
        for (var i = 0; i < 50; i++)
        {
            var frame = Wire.Frame.Create(Opcode.Text, Large);
            var seen = new Frame[4];
            Parallel.For(0, seen.Length, one => seen[one] = frame.Compressed);
            Assert.Single(seen.Distinct());
            frame.Release();
        }
    }

    [Fact]
    public void The_compressed_form_lives_as_long_as_somebody_keeps_it()
    {
        var frame = Wire.Frame.Create(Opcode.Binary, Large);
        var compressed = frame.Compressed;
        compressed.Retain();
        frame.Release();
        Assert.Throws<ObjectDisposedException>(() => frame.Bytes);
        Assert.Equal(Large, Deflated.Inflate(compressed.Payload.Span));
        compressed.Release();
        Assert.Throws<ObjectDisposedException>(() => compressed.Bytes);
    }

    [Fact]
    public void A_message_that_gains_nothing_goes_as_it_is()
    {
        foreach (var payload in (byte[][])[[], Utf8("small"), new byte[Deflation.MinSize - 1], Noise(5000)])
        {
            var frame = Wire.Frame.Create(Opcode.Binary, payload);
            Assert.Same(frame, frame.Compressed);
            Assert.Equal(0x82, frame.Bytes.Span[0]);
            frame.Release();
            Assert.Throws<ObjectDisposedException>(() => frame.Bytes);
        }
    }

    [Theory]
    [InlineData(Deflation.MinSize), InlineData(65_535), InlineData(65_536), InlineData(5_000_000)]
    public async Task What_is_sent_compressed_is_received_as_it_was(int length)
    {
        var payload = new byte[length];
        for (var i = 0; i < length; i++) payload[i] = (byte)(i / 100 * 7);
        var frame = Wire.Frame.Create(Opcode.Binary, payload);
        var compressed = ClientBytes.Frame(0xC2, frame.Compressed.Payload.Span);
        Assert.Equal([$"Binary:{Convert.ToHexString(payload)}", "End"], await Outcome.ReceiveAsync([compressed], length, compresses: true));
        frame.Release();
    }
}
