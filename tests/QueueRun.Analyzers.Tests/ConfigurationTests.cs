using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// Every analyzer reports as all others do, so what a project sets counts: by <c>#pragma</c>, by attribute, and by <c>.editorconfig</c>, off, up and down.
/// </summary>
public class ConfigurationTests
{
    /// <summary>For each analyzer, a rule of it and a program that breaks it once.</summary>
    private static readonly Dictionary<string, (string Id, string Program)> s_broken = new()
    {
        [nameof(AuthenticationAnalyzer)] = ("QR0060", "static class C { [OnConnect] internal static void M() {} [OnConnect] internal static void N() {} }"),
        [nameof(BlockingAnalyzer)] = ("QR0010", "static class C { [SocketHandler] internal static void M() => Thread.Sleep(1); }"),
        [nameof(HandlerAnalyzer)] = ("QR0001", "static class C { [SocketHandler] static void M() {} }"),
        [nameof(HandlerMessageAnalyzer)] = ("QR0040", "static class C { [SocketHandler] internal static (int, int) M() => default; }"),
        [nameof(KeptMessageAnalyzer)] = ("QR0014", "static class C { static ReadOnlyMemory<byte> s_x; [SocketHandler] internal static void M(ReadOnlyMemory<byte> data) => s_x = data; internal static int N => s_x.Length; }"),
        [nameof(LifecycleAnalyzer)] = ("QR0062", "static class C { [OnConnect] internal static int M() => 1; }"),
        [nameof(MessageTypeAnalyzer)] = ("QR0042", "static class C { [SocketMessage(\"x\")] internal record M(string Type); }"),
        [nameof(MisplacedAnalyzer)] = ("QR0064", "static class C { [SocketHandler, Microsoft.AspNetCore.Authorization.Authorize] internal static void M() {} }"),
        [nameof(NotAwaitedAnalyzer)] = ("QR0080", "static class C { internal static void M(ISocket socket) => socket.SendAsync(1); }"),
        [nameof(ProgramAnalyzer)] = ("QR0120", "static class C { static void Main() {} [SocketHandler] internal static void M() {} }"),
        [nameof(QueueConflictAnalyzer)] = ("QR0100", "static class C { [QueueHandler(\"a\")] internal static void M(int job) {} [QueueHandler(\"a\")] internal static void N(long job) {} }"),
        [nameof(RazorAnalyzer)] = ("QR0046", "static class C {\n#line 3 \"Panel.razor\"\ninternal static async Task M(ISocket socket) => await socket.SendAsync(new { x = 1 });\n#line default\n}"),
        [nameof(RecipientsAnalyzer)] = ("QR0084", "static class C { internal static ISocket M(ISocket socket) => socket.To(); }"),
        [nameof(RouteAnalyzer)] = ("QR0013", "static class C { [SocketHandler(\"password=x\")] internal static void M() {} }"),
        [nameof(RouteConflictAnalyzer)] = ("QR0006", "static class C { [SocketHandler(\"a=1/[b]\")] internal static void M(int b) {} [SocketHandler(\"[a]/b=1\")] internal static void N(int a) {} }"),
        [nameof(RoutePropertyAnalyzer)] = ("QR0024", "static class C { [SocketHandler(\"a=1/[b]\")] internal static void M() {} }"),
        [nameof(ScheduledSendAnalyzer)] = ("QR0082", "static class C { [ScheduleHandler(\"daily\")] internal static async Task M(ISocket socket) => await socket.SendAsync(1); }"),
        [nameof(SendAnalyzer)] = ("QR0044", "static class C { internal static async Task M(ISocket socket) => await socket.SendAsync(new object()); }"),
        [nameof(TimeoutAnalyzer)] = ("QR0011", "static class C { [SocketHandler(TimeoutSeconds = 60)] internal static void M() {} }"),
    };

    public static TheoryData<string> AnalyzerNames => [.. typeof(HandlerAnalyzer).Assembly.GetTypes()
        .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(AnalyzerNames))]
    public async Task It_is_reported_once_and_in_the_source(string analyzer)
    {
        var (id, program) = s_broken[analyzer];
        var diagnostic = Assert.Single(await ReportedAsync(program));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal("QueueRun", diagnostic.Descriptor.Category);
        Assert.True(diagnostic.Location.IsInSource);
        Assert.DoesNotContain(WellKnownDiagnosticTags.NotConfigurable, diagnostic.Descriptor.CustomTags);
    }

    [Theory]
    [MemberData(nameof(AnalyzerNames))]
    public async Task Pragma_suppresses_it(string analyzer)
    {
        var (id, program) = s_broken[analyzer];
        Assert.Empty(await ReportedAsync($"#pragma warning disable {id} // for a reason\n{program}"));
        Assert.Single(await ReportedAsync($"#pragma warning disable {id}\n#pragma warning restore {id}\n{program}"));
    }

    [Theory]
    [MemberData(nameof(AnalyzerNames))]
    public async Task An_attribute_suppresses_it(string analyzer)
    {
        var (id, program) = s_broken[analyzer];
        Assert.Empty(await ReportedAsync(program.Replace("static class C", $"[{typeof(SuppressMessageAttribute).FullName}(\"QueueRun\", \"{id}\", Justification = \"for a reason\")] static class C", StringComparison.Ordinal)));
        Assert.Empty(await ReportedAsync($"[assembly: {typeof(SuppressMessageAttribute).FullName}(\"QueueRun\", \"{id}:because\")]\n{program}"));
    }

    [Theory]
    [MemberData(nameof(AnalyzerNames))]
    public async Task Editorconfig_switches_it_off_and_changes_its_severity(string analyzer)
    {
        var (id, program) = s_broken[analyzer];
        Assert.Empty(await ReportedAsync(program, ReportDiagnostic.Suppress));
        Assert.Equal((id, DiagnosticSeverity.Error), SeverityOf(Assert.Single(await ReportedAsync(program, ReportDiagnostic.Error))));
        Assert.Equal((id, DiagnosticSeverity.Warning), SeverityOf(Assert.Single(await ReportedAsync(program, ReportDiagnostic.Warn))));
        Assert.Equal((id, DiagnosticSeverity.Info), SeverityOf(Assert.Single(await ReportedAsync(program, ReportDiagnostic.Info))));

        static (string, DiagnosticSeverity) SeverityOf(Diagnostic diagnostic) => (diagnostic.Id, diagnostic.Severity);
    }

    private static Task<IReadOnlyList<Diagnostic>> ReportedAsync(string program, ReportDiagnostic? configured = null)
    {
        var input = Analyzed.Compile(program, Analyzed.KindOf(program));
        if (configured is { } severity) input = input.WithOptions(input.Options.WithSyntaxTreeOptionsProvider(new Editorconfig(severity)));
        return Analyzed.DiagnosticsAsync(input);
    }

    /// <summary>What <c>dotnet_diagnostic.QRnnnn.severity</c> becomes in the compiler: a severity for a rule in a file.</summary>
    private sealed class Editorconfig(ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        private static readonly ImmutableHashSet<string> s_ids = [.. Analyzed.SupportedIds];

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic set)
        {
            set = severity;
            return s_ids.Contains(diagnosticId) && tree.FilePath is "Program.cs" or "Panel_razor.g.cs";
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic set)
        {
            set = default;
            return false;
        }
    }
}
