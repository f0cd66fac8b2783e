using System.Diagnostics.Metrics;

namespace QueueRun.Diagnostics.Tests;

/// <summary>The page for operators describes every instrument correctly.</summary>
public class InstrumentTableTests
{
    [Fact]
    public async Task The_page_lists_every_instrument_with_its_kind_its_unit_and_its_attributes()
    {
        await using var server = await WatchedServer.StartAsync();
        Assert.Equal(
            server.Meters.Instruments.Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)
                .Select(instrument => $"`{instrument.Name}` | {Kind(instrument)} | `{instrument.Unit}`"),
            OperationsPage.Rows("Metrics").Select(row => string.Join(" | ", row.Take(3))).Order(StringComparer.Ordinal));
        Assert.All(server.Meters.Instruments.Values, instrument => Assert.NotEmpty(instrument.Description!));
    }

    [Fact]
    public void The_page_lists_every_value_of_the_attributes_that_have_few()
    {
        var rows = OperationsPage.Rows("What the attributes say").ToDictionary(row => row[0].Trim('`'), row => row[1]);
        Expect(TelemetryNames.Outcome, [.. ValuesOf(typeof(Outcome)), .. ValuesOf(typeof(AuthenticationOutcome))]);
        Expect(TelemetryNames.Refusal, ValuesOf(typeof(RefusalReason)));
        Expect(TelemetryNames.CloseReason, [.. Enum.GetValues<CloseCause>().Select(cause => cause.Label())]);
        foreach (var label in ValuesOf(typeof(RouteLabel))) Assert.Contains($"`{label}`", rows[TelemetryNames.Route], StringComparison.Ordinal);

        void Expect(string attribute, string[] values)
            => Assert.All(values, value => Assert.Contains($"`{value}`", rows[attribute], StringComparison.Ordinal));
    }

    private static string[] ValuesOf(Type constants) => [.. constants.GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" => "counter",
        "ObservableUpDownCounter" => "up-down counter",
        var other => other,
    };
}
