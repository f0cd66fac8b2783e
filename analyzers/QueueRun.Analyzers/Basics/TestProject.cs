using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QueueRun.Analyzers;

/// <summary>
/// Recognizes test projects: such a project need not be a program, and may reference several programs that never run together.
/// </summary>
internal static class TestProject
{
    private static readonly string[] s_testing = ["xunit", "nunit", "mstest", "tunit", "microsoft.testing", "microsoft.visualstudio.test"];

    public static bool Is(Compilation compilation, AnalyzerOptions options)
        => (options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.IsTestProject", out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase))
            || compilation.ReferencedAssemblyNames.Any(name => Array.Exists(s_testing, testing => name.Name.StartsWith(testing, StringComparison.OrdinalIgnoreCase)));
}
