using System.Diagnostics;

namespace QueueRun.Fuzz.Tests;

/// <summary>A short run of each target. CONTRIBUTING explains long runs.</summary>
public class FuzzTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("frames")]
    [InlineData("handshake")]
    [InlineData("router")]
    public void The_same_cases_as_ever_mean_what_the_reference_says(string target)
        => Assert.Equal(20_000, FuzzRun.Run(FuzzTarget.Create(target), seed: 1, cases: 20_000, () => true));

    [Theory]
    [InlineData("frames")]
    [InlineData("handshake")]
    [InlineData("router")]
    public void New_cases_mean_what_the_reference_says(string target)
    {
        var clock = Stopwatch.StartNew();
        Assert.NotEqual(0, FuzzRun.Run(FuzzTarget.Create(target), Random.Shared.Next(), long.MaxValue, () => clock.Elapsed < Time));
    }

    /// <summary>Cases that QueueRun and the reference once read differently.</summary>
    [Theory]
    [InlineData("frames", "4104CC79D4097A015E4292E6A424AC845C14D3A3E7C63B1859DFA349D8F01800678085DCBA8C63583C0A2491C19308088742A3A0879F47AB6893CE8A59B7484EC92FE2390887")]
    public void What_was_found_stays_mended(string target, string input)
        => FuzzRun.Check(FuzzTarget.Create(target), Convert.FromHexString(input), "found before");

    [Fact]
    public void Targets_tell_right_from_wrong()
    {
        // The generators must produce both valid and invalid cases, or the runs above would prove little.
        var seen = new HashSet<char>();
        var target = new Frames.FramesTarget();
        for (var seed = 0; seed < 5_000; seed++)
        {
            var input = target.Generate(new Random(seed));
            if (Frames.FrameCase.TryRead(input, out var one))
                seen.UnionWith(new Frames.FrameReference(input, one.Start, one.Max, one.Compression).Read().Select(received => received.Kind));
        }

        Assert.Equal("BCEIOTV", string.Concat(seen.Order()));
    }
}
