namespace QueueRun.Fuzz;

/// <summary>Runs random cases on one target.</summary>
internal static class FuzzRun
{
    /// <summary>The maximum number of bytes that one case may allocate on its thread. Objects that are created once do not count.</summary>
    private const int MaxAllocated = 1 << 20;

    /// <summary>Runs cases until the number is reached or the time is over.</summary>
    /// <param name="target">The target.</param>
    /// <param name="seed">Determines the cases: case <c>n</c> is the first of seed + n.</param>
    /// <param name="cases">The number of cases.</param>
    /// <param name="goesOn">Whether to continue.</param>
    /// <returns>How many cases ran.</returns>
    /// <exception cref="DifferenceException">With the command that runs the case again.</exception>
    public static long Run(FuzzTarget target, long seed, long cases, Func<bool> goesOn)
    {
        using var watchdog = new Watchdog(input => Environment.FailFast(Describe(target, input, "hangs")));
        for (var i = 0L; i < cases; i++)
        {
            if ((i & 0xFF) == 0 && !goesOn()) return i;

            var input = target.Generate(new Quick(seed + i));
            watchdog.Starts(input);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Check(target, input, $"seed {seed + i}");
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > MaxAllocated) throw new DifferenceException(Describe(target, input, $"seed {seed + i}: {allocated} bytes allocated"));
            watchdog.Ends();
        }

        return cases;
    }

    /// <summary>Runs one case; any exception names the command that runs it again.</summary>
    public static void Check(FuzzTarget target, byte[] input, string what)
    {
        try
        {
            target.Check(input);
        }
#pragma warning disable CA1031 // Any exception is a finding.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new DifferenceException(Describe(target, input, $"{what}: {(error is DifferenceException ? error.Message : error)}"));
        }
    }

    /// <summary>The failure, and the command that runs it again.</summary>
    public static string Describe(FuzzTarget target, byte[] input, string what)
        => $"{target.Name}, {what}\nAgain: dotnet run -c Release --project tests/QueueRun.Fuzz -- {target.Name} --input {Convert.ToHexString(input)}";

    /// <summary>A random generator that is quick to seed: seeding .NET's own takes longer than a case.</summary>
    private sealed class Quick(long seed) : Random
    {
        private ulong _state = (ulong)seed * 0x9E37_79B9_7F4A_7C15;

        public override int Next() => (int)(Step() >> 33);

        public override int Next(int maxValue) => (int)(((Step() >> 32) * (ulong)maxValue) >> 32);

        public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

        public override long NextInt64() => (long)(Step() >> 1);

        public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

        public override void NextBytes(Span<byte> buffer)
        {
            foreach (ref var one in buffer) one = (byte)(Step() >> 56);
        }

        protected override double Sample() => (Step() >> 11) * (1.0 / (1UL << 53));

        // SplitMix64.
        private ulong Step()
        {
            var z = _state += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
