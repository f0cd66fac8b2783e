using QueueRun.Conformance.Cases;

namespace QueueRun.Conformance;

/// <summary>The table, sections 1 to 7, 9 and 10, as raw bytes against a whole program.</summary>
public sealed class FramingTests(EchoFixture server) : IClassFixture<EchoFixture>
{
    private static readonly Dictionary<string, Case> Table =
        ((IEnumerable<Case>)[.. FramingCases.All, .. ControlCases.All, .. FragmentCases.All, .. Utf8Cases.All, .. CloseCases.All, .. LimitCases.All])
        .ToDictionary(one => one.ToString());

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_case_of_the_table_holds(string name)
    {
        await using var client = await RawWebSocket.ConnectAsync(server.Socket);
        await Table[name].RunAsync(client);
    }

    /// <summary>The same number as in the suite.</summary>
    [Theory]
    [InlineData("1", 16), InlineData("2", 11), InlineData("3", 7), InlineData("4", 10), InlineData("5", 20), InlineData("6", 145), InlineData("7", 37)]
    [InlineData("9", 54), InlineData("10", 1)]
    public void A_section_is_whole(string section, int count)
    {
        var cases = Table.Values.Where(one => one.Suite.Split('.')[0] == section).Select(one => one.Suite).ToList();
        Assert.Equal((count, count), (cases.Count, cases.Distinct().Count()));
    }
}
