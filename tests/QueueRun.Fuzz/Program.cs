using System.Diagnostics;
using System.Globalization;
using QueueRun.Fuzz;

// <target or all> [--cases N] [--seed N]         random cases
// <target> --input HEX                           one case again
// <target or all> --guided SECONDS [--seed N]    cases guided by the branches that they reach: see guided.sh
var targets = args switch
{
    ["all", ..] => FuzzTarget.Names,
    [var name, ..] => [name],
    [] => throw new ArgumentException("frames, handshake, router or all?"),
};

if (Option("--input") is { } hex)
{
    FuzzRun.Check(FuzzTarget.Create(targets[0]), Convert.FromHexString(hex), "again");
    Console.WriteLine("They agree.");
    return 0;
}

if (Option("--guided") is { } seconds)
{
    foreach (var name in targets)
    {
        var run = new GuidedRun(name, int.Parse(Option("--seed") ?? "1", CultureInfo.InvariantCulture));
        var done = run.Run(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        Say($"{name}: {done} cases in {seconds} s, {run.Kept} kept, {run.Branches} branches");
    }

    return 0;
}

var cases = long.Parse(Option("--cases") ?? "1000000", CultureInfo.InvariantCulture);
var seed = long.Parse(Option("--seed") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
foreach (var name in targets)
{
    var clock = Stopwatch.StartNew();
    for (var done = 0L; done < cases;)
    {
        done += FuzzRun.Run(FuzzTarget.Create(name), seed + done, Math.Min(1_000_000, cases - done), () => true);
        Say($"{name}: {done} cases from seed {seed} in {clock.Elapsed.TotalSeconds:0} s, {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0} s of a processor");
    }
}

return 0;

static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
