using System.Text.RegularExpressions;
using QueueRun.Analysis;
using QueueRun.Hosting;
using QueueRun.Tests;

namespace QueueRun.Generators.Tests;

/// <summary>A kind of marked method is one row, and its descriptor another: no other code knows the number of kinds.</summary>
public partial class MarkedKindTests
{
    private static readonly string[] s_lifecycle = [.. MarkedKind.All.Where(kind => kind.IsLifecycle).Select(kind => kind.Name)];

    [GeneratedRegex(@"\bMarkedKind\.(\w+)|""([^""]*)""")]
    private static partial Regex Spelled { get; }

    [Fact]
    public void Every_attribute_of_methods_has_its_row()
    {
        var attributes = typeof(SocketHandlerAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)))
            .Where(type => type.GetCustomAttributes(typeof(AttributeUsageAttribute), false) is [AttributeUsageAttribute { ValidOn: AttributeTargets.Method }])
            .Select(type => type.FullName);

        Assert.Equal(attributes.Order(), MarkedKind.All.Select(kind => kind.MetadataName).Order());
    }

    [Fact]
    public void Every_kind_has_a_descriptor_that_the_runtime_takes()
    {
        var runtime = typeof(ModuleBuilder).Assembly;
        foreach (var descriptor in MarkedKind.All.Select(Descriptor.Of))
        {
            var type = runtime.GetType(descriptor.Type.Replace("global::", "", StringComparison.Ordinal), throwOnError: true);
            Assert.NotNull(runtime.GetType(descriptor.Call.Replace("global::", "", StringComparison.Ordinal), throwOnError: true));
            Assert.Contains(typeof(ModuleBuilder).GetMethods(), method => method.Name == descriptor.Add && method.GetParameters().FirstOrDefault()?.ParameterType == type);
        }
    }

    [Fact]
    public void What_a_program_has_once_is_announced_by_its_name()
        => Assert.All(MarkedKind.All.Where(kind => kind.Role == MarkedRole.Authenticator),
            kind => Assert.Equal(typeof(string), typeof(QueueRunModuleAttribute).GetProperty(kind.Name)?.PropertyType));

    [Fact]
    public void Every_kind_is_found_by_a_step_of_its_own()
    {
        var run = GeneratorRun.Of("""
            using QueueRun;
            using System.Threading.Tasks;

            public record Job(int Id);

            public static class Marked
            {
                [SocketHandler("type=say")] public static void Say() { }
                [Authenticate] public static SocketUser? Who() => null;
                [OnConnect] public static void Connect() { }
                [OnOnline] public static void Online(string userId) { }
                [OnOffline] public static void Offline(string userId) { }
                [OnJoin] public static void Join(string room, string userId) { }
                [OnLeave] public static void Leave(string room, SocketUser user) { }
                [QueueHandler] public static Task Work(Job job) => Task.CompletedTask;
                [ScheduleHandler("hourly")] public static void Run() { }
            }
            """);

        Assert.Distinct(MarkedKind.All.Select(kind => kind.Step));
        Assert.All(MarkedKind.All, kind => Assert.Single(run.Reasons(kind.Step)));
    }

    [Fact]
    public void A_lifecycle_kind_is_named_in_its_rows_alone()
    {
        string[] rows = ["MarkedKind.cs", "Descriptor.cs"];
        var files = new[] { "generators", "analyzers" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
        var elsewhere =
            from file in files
            where !rows.Contains(Path.GetFileName(file))
            from spelled in Spelled.Matches(File.ReadAllText(file))
            let name = spelled.Groups[1].Success ? spelled.Groups[1].Value : spelled.Groups[2].Value
            where s_lifecycle.Any(kind => name == kind || name.Contains($".{kind}Attribute", StringComparison.Ordinal))
            select $"{Path.GetFileName(file)} names {name}";

        Assert.Empty(elsewhere);
    }
}
