using QueueRun.Redis.Chaos.Checks;
using QueueRun.Redis.Chaos.People;
using QueueRun.Redis.Chaos.Trouble;

namespace QueueRun.Redis.Chaos;

/// <summary>A run: people and trouble for some minutes, then quiet, and the checks.</summary>
internal sealed class ChaosRun(ChaosOptions options)
{
    private const int Processes = 3;

    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(30);

    private readonly Findings _findings = new();

    /// <summary>Whether no promise was broken.</summary>
    public async Task<bool> RunAsync()
    {
        Console.WriteLine($"seed {options.Seed}, {options.Duration.TotalMinutes:0.#} minutes, journals in {options.Folder}");
        await using var redis = await RedisServer.StartAsync(options.RedisArguments(keepsData: true));
        var nodes = Enumerable.Range(0, Processes).Select(i => new NodeSlot(i, redis, options)).ToArray();
        try
        {
            foreach (var node in nodes) await node.StartAsync();
            var people = Enumerable.Range(0, Names.Users).Select(i => new Person(i, nodes, options.Seed)).ToArray();
            using var troublemaker = new Troublemaker(nodes, redis, options);
            await LiveAsync(people, troublemaker);
            await CheckAsync(people, nodes, redis, troublemaker);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }

        _findings.Print(Path.Combine(options.Folder, "wrong.txt"));
        Console.WriteLine(_findings.AreGood ? "\nAll promises were kept." : $"\nPromises were broken; again: --seed {options.Seed}. All of it: {options.Folder}");
        if (_findings.AreGood) Directory.Delete(options.Folder, recursive: true);
        return _findings.AreGood;
    }

    private async Task LiveAsync(Person[] people, Troublemaker troublemaker)
    {
        using var stop = new CancellationTokenSource(options.Duration);
        var all = Task.WhenAll([troublemaker.RunAsync(stop.Token), .. people.Select(person => person.RunAsync(stop.Token))]);
        while (await Task.WhenAny(all, Task.Delay(s_progress)) != all) Say($"{people.Sum(static person => person.Operations)} operations, {troublemaker.All.Count} disturbances");
        await all;
    }

    private async Task CheckAsync(Person[] people, NodeSlot[] nodes, RedisServer redis, Troublemaker troublemaker)
    {
        Say("no more trouble");
        await Task.Delay(options.LeaseTime * 2);
        await Task.WhenAll(people.Select(AwakeAsync)); // a connection may have broken without a word
        await Task.WhenAll(people.Where((_, i) => i % 2 == 0).Select(static person => person.SettleAsync())); // the others' rooms stay as they are
        await Task.Delay(options.LeaseTime * 5);

        Say("the users who are there are checked");
        var open = people.ToDictionary(static person => person, static person => person.OpenDevices.Length);
        await Task.WhenAll(people.Select(AwakeAsync));
        foreach (var person in people.Where(person => person.OpenDevices.Length != open[person])) _findings.Wrong("a connection broke while all was quiet", person.Name);
        File.Copy("/proc/net/tcp", Path.Combine(options.Folder, "sockets.txt")); // who still has which connection
        await RecordCheck.CheckAsync(redis, people, Processes, _findings);
        var members = await RecordCheck.CheckAnswersAsync(nodes, people, _findings);
        HookCheck.CheckLast(PastOf(), user => people.Single(person => person.Name == user).OpenDevices is not [], (user, room) => members[room].Contains(user), _findings);

        await Task.WhenAll(people.Select(static person => person.LeaveAsync()));
        await Task.Delay(options.LeaseTime * 3);
        Say("the users who are gone are checked");
        await RecordCheck.CheckAsync(redis, people, Processes, _findings);
        await RecordCheck.CheckAnswersAsync(nodes, people, _findings);
        var past = PastOf();
        HookCheck.CheckLast(past, static _ => false, static (_, _) => false, _findings);
        HookCheck.CheckAll(past, _findings);
        HookCheck.CheckOffline(past, people.SelectMany(static person => person.Devices), _findings);
        new Ledger(past, people, Clock.Now, _findings).Check();
        Count(people, past, troublemaker);

        Past PastOf() => new([.. nodes.SelectMany(static node => node.Lives)], troublemaker.All, Journals.Read(nodes.SelectMany(static node => node.Lives)), people.SelectMany(static person => person.Devices), options.LeaseTime);
    }

    /// <summary>Closes the devices that do not answer any more.</summary>
    private static async Task AwakeAsync(Person person)
    {
        foreach (var device in person.OpenDevices)
        {
            if (await device.AskAsync("greet") is not true) await device.DisposeAsync();
        }
    }

    private void Count(Person[] people, Past past, Troublemaker troublemaker)
    {
        _findings.Count("operations of users", people.Sum(static person => person.Operations));
        _findings.Count("connections", people.Sum(static person => person.Devices.Count));
        _findings.Count("connections refused, or not answered in time", people.Sum(static person => person.Refused));
        foreach (var kind in troublemaker.All.GroupBy(static one => one.Kind)) _findings.Count($"disturbances: {kind.Key}", kind.Count());
        foreach (var hook in past.Journals.Calls.GroupBy(static call => call.Hook)) _findings.Count($"calls: {hook.Key}", hook.Count());
        _findings.Count("calls that say that they may repeat", past.Journals.Calls.Count(static call => call.MayRepeat));
        _findings.Count("messages sent", past.Journals.Messages.Count);
        foreach (var counter in past.Journals.Counts.GroupBy(static count => count.Counter)) _findings.Count($"queuerun.cluster.{counter.Key}", counter.Sum(static count => count.By));
        File.WriteAllLines(Path.Combine(options.Folder, "trouble.txt"), troublemaker.All.Select(static one => $"{one}"));
        File.WriteAllLines(Path.Combine(options.Folder, "calls.txt"), past.Journals.Calls.OrderBy(static call => call.User).ThenBy(static call => call.Start).Select(static call => $"{call}"));
    }

    private static void Say(string what) => Console.WriteLine($"{Clock.Now.TotalSeconds:0.0} {what}");
}
