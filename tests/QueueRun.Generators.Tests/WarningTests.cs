using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>
/// Emitted code does not warn about members that the program itself uses: the compiler warns at the author's own use, where the author can
/// suppress it.
/// </summary>
public class WarningTests
{
    private const string Head = """
        #pragma warning disable X1, MY001, CS0612, CS0618 // The author knows.
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json.Serialization;

        """;

    [Theory]
    [InlineData("[Experimental(\"X1\")] static class C { [SocketHandler] internal static void A() {} }")]
    [InlineData("static class C { [Experimental(\"X1\", UrlFormat = \"https://example.org/{0}\")] [SocketHandler] internal static void A() {} }")]
    [InlineData("static class C { [Obsolete(\"x\", DiagnosticId = \"MY001\")] [SocketHandler] internal static void A() {} }")]
    [InlineData("class C { [Experimental(\"X1\")] public C() {} [SocketHandler] internal void A() {} }")]
    [InlineData("[Experimental(\"X1\")] class Outer { internal class C : IDisposable { [SocketHandler] internal void A() {} public void Dispose() {} } }")]
    [InlineData("[Experimental(\"X1\")] class Rooms; class C(Rooms rooms) { [SocketHandler] internal Rooms? A(List<Rooms> data) => rooms ?? data[0]; }")]
    [InlineData("[Experimental(\"X1\")] class User : ISocketUser { public string Id => \"\"; } static class C { [Authenticate] internal static User? A(string data) => null; [OnOnline] internal static void B(User user) {} }")]
    [InlineData("[Obsolete(\"x\", DiagnosticId = \"MY001\")] record M(int A); static class C { [SocketHandler(\"a=1\")] internal static M A(M data) => data; [QueueHandler] internal static void B(M job) {} }")]
    [InlineData("[Experimental(\"X1\")] record Inner(int X); record M(Inner A, Inner[] B) { [Experimental(\"X1\")] public int C { get; set; } [Obsolete(\"x\", DiagnosticId = \"MY001\")] public int D { get; init; } public int E { get; [Obsolete] set; } } static class C { [SocketHandler(\"a=1\")] internal static M A(M data) => data; }")]
    [InlineData("class M { [Experimental(\"X1\")] public M(int a) => A = a; public int A { get; } } static class C { [SocketHandler(\"a=1\")] internal static M A(M data) => data; }")]
    [InlineData("[Experimental(\"X1\")] enum E { A } static class C { [SocketHandler(\"[e]\")] internal static E[] A(E e) => [e]; [SocketHandler] internal static void B([FromKeyedServices(E.A)] IServiceProvider services) {} }")]
    [InlineData("[Experimental(\"X1\")] class K : JsonConverter<int> { public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => 0; public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) {} } record M([property: JsonConverter(typeof(K))] int A); static class C { [SocketHandler(\"a=1\")] internal static M A(M data) => data; }")]
    [InlineData("[JsonDerivedType(typeof(N), \"n\")] record M; [Experimental(\"X1\")] record N : M; static class C { [SocketHandler(\"a=1\")] internal static M A(M data) => data; }")]
    [InlineData("[Experimental(\"X1\")] record M(int A); static class C { internal static async Task A(ISocket socket) { await socket.SendAsync(new M(1)); await socket.SendAsync(new { m = new M(1) }); } }")]
    [InlineData("[Experimental(\"X1\")] [SocketMessage(\"m\")] record M(int A);")]
    [InlineData("static class C { [System.Runtime.Versioning.RequiresPreviewFeatures] [SocketHandler] internal static void A() {} }")]
    public void What_the_author_may_use_emitted_code_uses_without_a_word(string program) => AssertSilent(Head + program);

    [Fact]
    public void A_library_may_be_experimental_as_a_whole()
    {
        var library = CompiledLibrary.Of("Lib", "[assembly: System.Diagnostics.CodeAnalysis.Experimental(\"X1\")] public static class L { [SocketHandler(\"a=1\")] public static void A() {} } public record M(int A);");
        AssertSilent(Head + "static class C { [SocketHandler(\"b=1\")] internal static M A(M data) => data; }", library.Reference);
    }

    private static void AssertSilent(string program, params MetadataReference[] references)
    {
        var input = TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary, [.. TestCompilation.References, .. references], program);
        GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(input, out var output, out var reported, TestContext.Current.CancellationToken);
        Assert.Empty(reported);
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        // The check is not empty: there is emitted code.
        Assert.Contains(output.SyntaxTrees, tree => tree.FilePath.EndsWith("Handlers.g.cs", StringComparison.Ordinal) || tree.FilePath.EndsWith("Messages.g.cs", StringComparison.Ordinal));
    }
}
