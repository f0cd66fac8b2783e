using CsCheck;
using QueueRun.Presence.Tests.Simulation;

namespace QueueRun.Presence.Tests;

/// <summary>
/// Thousands of programs, each with its own order of everything that can happen. A failure names a seed, with which
/// <c>CsCheck_Seed=… </c> runs it again, and tells the whole run.
/// </summary>
public class InterleavingTests
{
    private static readonly Gen<Plan> Plans = Gen.Select(
        Gen.OneOf(Gen.Const(0.0), Gen.Const(0.5), Gen.Const(3.0)), Gen.Int[1, 2], Gen.Int[1, 2], Gen.Int[0, 2], Gen.Int[0, 1 << 16].Array[0, 120],
        (delay, online, offline, rooms, steps) => new Plan(TimeSpan.FromSeconds(delay), online, offline, rooms, steps));

    [Fact]
    public void Every_promise_holds_after_every_step() => Plans.Sample(World.Run, iter: 2_000, print: static plan => plan.ToString());
}
