using System.Text;
namespace QueueRun.Json.Tests.Clients;

public sealed class ClientTests(EchoAnswers answers) : IClassFixture<EchoAnswers>
{
    [Fact]
    public async Task Explore()
    {
        var w = System.Diagnostics.Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var log = new StringBuilder();
        foreach (var shape in Shapes.All)
        {
            var (p, checks) = await answers.OfAsync(shape.Name);
            foreach (var c in checks)
            {
                log.AppendLine($"{shape.Name}\t{(c.Mutation is { } m ? m.Kind + " @" + string.Join("/", m.Place.Path) + " " + m.Place.Schema?.ToJsonString() : c.Index is null ? "in" : "out")}\t{c.Json}\t{(c.Refusals.Count == 0 ? "ts ok" : string.Join(" ;; ", c.Refusals))}\t{string.Join(" || ", c.Calls.Select(x => $"{x.Handler}: {(x.Error is null ? x.Answer + " " + x.Told : "ERROR " + x.Error)}"))}");
            }
        }
        File.WriteAllText("/tmp/echo.log", log.ToString());
        Assert.Fail(w.ElapsedMilliseconds + " " + (Environment.CpuUsage.TotalTime - cpu));
    }
}
