using QueueRun.Redis.Chaos.Node;
using QueueRun.Redis.Chaos.People;

namespace QueueRun.Redis.Chaos.Checks;

/// <summary>Compares every call of hooks with every other of the same user, and the last ones with the truth.</summary>
internal static class HookCheck
{
    /// <summary>Compares the calls with each other.</summary>
    public static void CheckAll(Past past, Findings findings)
    {
        foreach (var user in past.Journals.Calls.GroupBy(static call => call.User))
        {
            HookCall[] calls = [.. user];
            foreach (var (_, before, call) in HookRules.Overlaps(calls))
            {
                if (past.StoodStill(before!.Process, call!.Start)) findings.Excused("hooks overlap: a process stood still in one");
                else findings.Wrong("hooks of a user overlap", $"{before}\n    {call}");
            }

            foreach (var subject in calls.GroupBy(static call => call.IsOfRoom ? call.Room : null)) CheckOne(past, [.. subject], subject.Key is null ? "" : " of a room", findings);
        }
    }

    /// <summary>Compares the last calls with the truth.</summary>
    /// <param name="past">What happened.</param>
    /// <param name="isOnline">Whether a user is online now.</param>
    /// <param name="isIn">Whether a user is in a room now; null if that is not known.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    public static void CheckLast(Past past, Func<string, bool> isOnline, Func<string, string, bool?> isIn, Findings findings)
    {
        var byUser = past.Journals.Calls.ToLookup(static call => call.User);
        for (var i = 0; i < Names.Users; i++)
        {
            var user = Names.User(i);
            var calls = byUser[user].ToLookup(static call => call.IsOfRoom ? call.Room : Hooks.NoRoom);
            CheckLast(past, [.. calls[Hooks.NoRoom]], isOnline(user), "", $"{user} is {(isOnline(user) ? "online" : "offline")}", findings);
            for (var r = 0; r < Names.Rooms; r++)
            {
                var room = Names.Room(r);
                if (isIn(user, room) is { } isThere) CheckLast(past, [.. calls[room]], isThere, " of a room", $"{user} is {(isThere ? "in" : "not in")} {room}", findings);
            }
        }
    }

    /// <summary>Nobody is told offline with a connection that has long been open, unless its process was taken for dead.</summary>
    public static void CheckOffline(Past past, IEnumerable<Device> devices, Findings findings)
    {
        var offline = past.Journals.Calls.Where(static call => call.Hook is Hooks.OfflineName).ToLookup(static call => call.User);
        foreach (var device in devices)
        {
            foreach (var call in offline[device.User])
            {
                var before = call.Start - (past.LeaseTime * 3); // hooks may be late
                if (device.Joined >= before || device.Left <= call.End || past.WasBuried(device.Process, before, call.End) || past.WasLost(before - past.LeaseTime, call.End)) continue;

                findings.Wrong("told offline, and connected", $"device at {device.Process}, {device.Joined.TotalSeconds:0.000} to {device.Left.TotalSeconds:0.000}: {call}");
            }
        }
    }

    private static void CheckOne(Past past, HookCall[] calls, string of, Findings findings)
    {
        foreach (var (rule, before, call) in HookRules.Check(calls, null))
        {
            if (rule is HookRule.NumbersRise) findings.Wrong($"numbers{of} do not rise", $"{before}\n    {call}");
            else if (rule is not HookRule.Alternate) continue; // overlaps are those of all calls of the user
            else if (past.ReasonToForget(before!.Process, before.Start, call!.Start) is { } reason) findings.Excused($"a call{of} is repeated without a mark: {reason}");
            else findings.Wrong($"a call{of} is repeated without a mark", $"{before}\n    {call}");
        }
    }

    private static void CheckLast(Past past, HookCall[] calls, bool isOn, string of, string truth, Findings findings)
    {
        foreach (var (rule, _, call) in HookRules.Check(calls, isOn))
        {
            if (rule is not HookRule.LastIsTrue) continue;

            if (call is not null && past.ReasonToForget(call.Process, call.Start, Clock.Now) is { } reason) findings.Excused($"the last call{of} is wrong: {reason}");
            else findings.Wrong($"the last call{of} is wrong", $"{truth}, and the last call was {call?.ToString() ?? "none"}");
        }
    }
}
