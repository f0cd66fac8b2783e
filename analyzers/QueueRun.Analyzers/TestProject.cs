using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QueueRun.Analyzers;

/// <summary>A project of tests: it need not be a program, and may reference several that never run as one.</summary>
internal static class TestProject
{
    private static readonly string[] s_testing = ["xunit", "nunit", "mstest", "tunit", "microsoft.testing", "microsoft.visualstudio.test"];

    public static bool Is(Compilation compilation, AnalyzerOptions options)
        => (options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.IsTestProject", out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase))
            || compilation.ReferencedAssemblyNames.Any(name => Array.Exists(s_testing, testing => name.Name.StartsWith(testing, StringComparison.OrdinalIgnoreCase)));
}
