using Microsoft.CodeAnalysis;
using QueueRun.Analysis;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary><see cref="Agreement"/>, which checks every program of these tests, notices if generator and analyzers disagree.</summary>
public class AgreementTests
{
    [Theory]
    [InlineData("class C { [SocketHandler] static void M() {} }")]
    [InlineData("class C { [SocketHandler, SocketHandler(\"type=a/\")] internal static void M(JsonElement data) {} }")]
    [InlineData("class C { [QueueHandler] internal static void M() {} }")]
    [InlineData("class C { [OnConnect] internal static int M() => 1; }")]
    [InlineData("[SocketMessage(\"x\")] record Bad(string Type); class C { [SocketHandler] internal static void M(Bad bad) {} }")]
    public async Task Leaving_out_in_silence_is_noticed(string program)
    {
        var output = Analyzed.Emit(TestCompilation.Create(program));
        var reported = await Analyzed.DiagnosticsAsync(TestCompilation.Create(program));
        Assert.NotEmpty(reported);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Agreement.Assert(output, []));
    }

    [Theory]
    [InlineData("class C { [SocketHandler] internal static void M() {} }", "M")]
    [InlineData("class C { [SocketHandler] internal static void M(JsonElement data) {} }", "data")]
    [InlineData("class C { [QueueHandler] internal static void M(int job) {} }", "QueueHandler")]
    [InlineData("class C(TimeProvider time) { [OnOnline] internal void M() => Console.WriteLine(time); }", "time")]
    public void An_error_for_what_is_emitted_is_noticed(string program, string place)
    {
        var output = Analyzed.Emit(TestCompilation.Create(program));
        var tree = output.SyntaxTrees.Single(tree => tree.FilePath == "Program.cs");
        var error = Diagnostic.Create(Descriptors.NotAHandler, Location.Create(tree, new(program.IndexOf(place, StringComparison.Ordinal), place.Length)), "M", "of this test");
        Agreement.Assert(output, []);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Agreement.Assert(output, [error]));
    }
}
