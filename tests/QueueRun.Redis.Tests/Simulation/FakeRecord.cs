using System.Globalization;
using QueueRun.Redis.Store;

namespace QueueRun.Redis.Tests.Simulation;

/// <summary>A user's record, as the scripts read and write it.</summary>
internal sealed class FakeRecord
{
    public long Number { get; set; }

    public long Flip { get; set; }

    public string Home { get; set; } = "";

    public bool IsOnline { get; set; }

    /// <summary>0, 1, or x if it is unknown.</summary>
    public char Told { get; set; } = '0';

    public long ToldNumber { get; set; }

    public SortedDictionary<string, (int Places, int Devices)> At { get; } = new(StringComparer.Ordinal);

    public int Places => At.Values.Sum(static counts => counts.Places);

    public int Devices => At.Values.Sum(static counts => counts.Devices);

    public UserRecord ToRecord() => UserRecord.Parse(ToString());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number},{Flip},{Home},{(IsOnline ? 1 : 0)},{Told},{ToldNumber}{string.Concat(At.Select(at => $";{at.Key}={at.Value.Places}.{at.Value.Devices}"))}");
}
