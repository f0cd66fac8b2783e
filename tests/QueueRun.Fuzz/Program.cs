using System.Diagnostics;
using System.Globalization;
using QueueRun.Fuzz;

// <target or all> [--cases N] [--seed N]     random cases
// <target> --input HEX                       one case again
// <target> --afl                             cases of afl-fuzz: see afl.sh
// <target> --samples FOLDER                  some cases, to begin with
var targets = args switch
{
    ["all", ..] => FuzzTarget.Names,
    [var name, ..] => [name],
    [] => throw new ArgumentException("frames, handshake, router or all?"),
};

if (args.Contains("--afl"))
{
    var target = FuzzTarget.Create(targets[0]);
    SharpFuzz.Fuzzer.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        target.Check(input.ToArray());
    });
    return 0;
}

if (Option("--samples") is { } folder)
{
    Directory.CreateDirectory(folder);
    for (var i = 0; i < 100; i++) File.WriteAllBytes(Path.Combine(folder, $"{i:000}"), FuzzTarget.Create(targets[0]).Generate(new Random(i)));
    return 0;
}

if (Option("--input") is { } hex)
{
    FuzzRun.Check(FuzzTarget.Create(targets[0]), Convert.FromHexString(hex), "again");
    Console.WriteLine("They agree.");
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
