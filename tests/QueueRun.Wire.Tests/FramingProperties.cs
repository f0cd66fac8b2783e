using CsCheck;
using static QueueRun.Wire.Tests.ClientBytes;

namespace QueueRun.Wire.Tests;

/// <summary>Properties for any bytes.</summary>
public class FramingProperties
{
    private const int Max = 300;

    private static readonly Gen<int[]> Cuts = Gen.Int[0, 100_000].Array[0, 12];
    private static readonly Gen<byte[]> Key = Gen.Byte.Array[4];

    // Characters of each length, so that some are cut.
    private static readonly Gen<byte[]> TextPayload =
        OneOf("a", "Hello, world, this is ASCII", "é", "€", "😀", "\u0000", "߿ࠀ", "\uFFFF", "𐀀", "\U0010FFFF").Array[0, 8].Select(parts => Utf8(string.Concat(parts)));

    private static readonly Gen<byte[]> Payload = Gen.Frequency(
        (3, Gen.Byte.Array[0, 40]), (3, TextPayload), (1, Gen.Byte.Array[100, 140]),
        (1, Gen.Select(TextPayload, Gen.Byte, (text, wrong) => (byte[])[.. text, wrong])),
        (1, Gen.Select(Gen.OneOf(Gen.Int[998, 1017], Gen.Int[2998, 5001]), TextPayload, (code, reason) => (byte[])[(byte)(code >> 8), (byte)code, .. reason.Take(123)])));

    /// <summary>Mostly valid frames.</summary>
    private static readonly Gen<byte[]> AnyFrame = Gen.Select(
        Gen.Frequency(
            (8, OneOf(0x81, 0x82, 0x01, 0x02)), (8, OneOf(0x00, 0x80)), (3, OneOf(0x89, 0x8A)), (1, Gen.Const(0x88)), (1, Gen.Int[0, 255])),
        Payload,
        Gen.Frequency((40, Gen.Const(true)), (1, Gen.Const(false))),
        Gen.Frequency((40, Gen.Const(LengthForm.Minimal)), (1, OneOf(LengthForm.Sixteen, LengthForm.SixtyFour))),
        Key,
        Gen.Frequency((40, Gen.Const((ulong?)null)), (1, Gen.ULong.Select(length => (ulong?)length))),
        (first, payload, masked, form, key, announced) => Frame(first, payload, masked, form, key, form is LengthForm.Minimal ? announced : null));

    /// <summary>Messages in fragments, with control frames between them, and the expected result.</summary>
    private static readonly Gen<(byte[] Bytes, string[] Expected)> Message =
        Gen.Select(Gen.Bool, Gen.Byte.Array[0, Max], TextPayload, Cuts, Key, Gen.Byte.Array[0, 20].Array[0, 3])
            .Select((text, binary, characters, cuts, key, pings) =>
            {
                var payload = text ? characters : binary;
                var fragments = Outcome.Cut(payload, cuts).ToArray();
                List<byte[]> frames = [];
                List<string> expected = [];
                for (var i = 0; i < fragments.Length; i++)
                {
                    var opcode = i > 0 ? 0 : text ? 1 : 2;
                    frames.Add(Frame((i == fragments.Length - 1 ? 0x80 : 0) | opcode, fragments[i], key: key));
                    if (i >= pings.Length || i == fragments.Length - 1) continue;
                    frames.Add(Frame(0x89, pings[i], key: key));
                    expected.Add(Outcome.Data(ReceivedKind.Ping, pings[i]));
                }

                expected.Add(Outcome.Data(text ? ReceivedKind.Text : ReceivedKind.Binary, payload));
                return (Join(frames), expected.ToArray());
            });

    [Fact]
    public Task Messages_come_out_as_they_were_however_they_are_fragmented_and_cut()
        => Gen.Select(Message.Array[0, 5], Cuts).SampleAsync(async (messages, cuts) =>
        {
            var bytes = Join(messages.Select(message => message.Bytes));
            string[] expected = [.. messages.SelectMany(message => message.Expected), "End"];
            Assert.Equal(expected, await Outcome.ReceiveAsync(Outcome.Cut(bytes, cuts), Max));
        }, iter: 3000, threads: 1);

    [Fact]
    public Task Frames_right_and_wrong_mean_what_the_reference_says()
        => Gen.Select(AnyFrame.Array[1, 8], Cuts, Gen.Int[0, 30]).SampleAsync(async (frames, cuts, cutOff) =>
        {
            var bytes = Join(frames);
            if (cutOff < 10) bytes = bytes[..Math.Max(0, bytes.Length - cutOff)];
            Assert.Equal(ReferenceReader.Read(bytes, Max), await Outcome.ReceiveAsync(Outcome.Cut(bytes, cuts), Max));
        }, iter: 20_000, threads: 1);

    [Fact]
    public Task A_changed_byte_means_what_the_reference_says()
        => Gen.Select(Message.Array[1, 3], Cuts, Gen.Int[0, 100_000], Gen.Byte).SampleAsync(async (messages, cuts, at, value) =>
        {
            var bytes = Join(messages.Select(message => message.Bytes));
            bytes[at % bytes.Length] = value;
            Assert.Equal(ReferenceReader.Read(bytes, Max), await Outcome.ReceiveAsync(Outcome.Cut(bytes, cuts), Max));
        }, iter: 5000, threads: 1);

    [Fact]
    public Task Random_bytes_mean_what_the_reference_says()
        => Gen.Select(Gen.Byte.Array[0, 400], Cuts).SampleAsync(async (bytes, cuts) =>
            Assert.Equal(ReferenceReader.Read(bytes, Max), await Outcome.ReceiveAsync(Outcome.Cut(bytes, cuts), Max)), iter: 5000, threads: 1);

    [Fact]
    public void Text_can_begin_as_the_table_of_well_formed_sequences_says()
    {
        byte[] edges = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF];
        for (var first = 0x80; first <= 0xFF; first++)
        {
            Check([(byte)first]);
            for (var second = 0; second <= 0xFF; second++)
            {
                Check([(byte)first, (byte)second]);
                foreach (var third in edges)
                {
                    Check([(byte)first, (byte)second, third]);
                    foreach (var fourth in edges) Check([(byte)'a', (byte)first, (byte)second, third, fourth]);
                }
            }
        }

        static void Check(byte[] bytes)
        {
            var machine = new Utf8Machine();
            var expected = bytes.All(machine.Take);
            if (Utf8Prefix.IsPossible(bytes, out var whole) != expected || (expected && (whole == bytes.Length) != machine.IsBetweenCharacters))
                Assert.Fail(Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public void Unmasking_is_an_exclusive_or_with_the_repeated_key()
        => Gen.Select(Gen.Byte.Array[0, 200], Key, Gen.Int[0, 50]).Sample((source, key, start) =>
        {
            start = Math.Min(start, source.Length);
            var number = BitConverter.ToUInt32(key);
            var actual = new byte[source.Length];
            Masking.Unmask(source.AsSpan(0, start), actual, number);
            Masking.Unmask(source.AsSpan(start), actual.AsSpan(start), Masking.Turn(number, start));
            return actual.SequenceEqual(source.Select((one, i) => (byte)(one ^ key[i % 4])));
        }, iter: 5000, threads: 1);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
