namespace QueueRun.Generators.Tests.Mutations;

/// <summary>Mistakes that once caused an exception, or broke emitted code, each with its kind.</summary>
public class MistakeTests
{
    private const string Wired = "static class Wired { [SocketHandler(\"wired=1\")] internal static void M() {} }\n";

    [Theory]
    [InlineData("static class C { [return: SocketHandler] internal static void A(string data) {} }")]
    [InlineData("static class C { [return: Authenticate] internal static SocketUser? A(string data) => null; }")]
    [InlineData("static class C { [return: OnConnect] internal static void A(HttpContext context) {} }")]
    [InlineData("static class C { [return: OnOnline] internal static void A(string userId) {} }")]
    [InlineData("static class C { [return: OnOffline] internal static void A(string userId) {} }")]
    [InlineData("static class C { [return: QueueHandler] internal static void A(string job) {} }")]
    [InlineData("static class C { [return: ScheduleHandler(\"0 * * * *\")] internal static void A() {} }")]
    public async Task An_attribute_of_what_is_returned_is_none_of_the_method(string program) => await AssertLeftOutAsync(program);

    [Theory]
    [InlineData("static class C { [OnOnline] internal void A(string userId) {} }")]
    [InlineData("static class C { public C() {} [SocketHandler] internal Task A() => Task.CompletedTask; }")]
    [InlineData("static class C(ISockets sockets) : IAsyncDisposable { [QueueHandler] public void A(string job) => _ = sockets; public ValueTask DisposeAsync() => default; }")]
    public async Task A_static_class_has_no_object(string program) => await AssertLeftOutAsync(program);

    [Theory]
    [InlineData("IAsyncDisposable", "public List<> DisposeAsync() => null;")]
    [InlineData("IAsyncDisposable", "public void DisposeAsync() {}")]
    [InlineData("IAsyncDisposable", "public static ValueTask DisposeAsync() => default;")]
    [InlineData("IDisposable", "public List<int> Dispose() => [];")]
    [InlineData("IDisposable, IAsyncDisposable", "")]
    public async Task Who_does_not_implement_what_it_says_is_disposed_of_all_the_same(string interfaces, string member)
        => await AssertQuietAsync($"class C : {interfaces} {{ [SocketHandler] public void A() {{}} {member} }}");

    [Theory]
    [InlineData("class C : IAsyncDisposable { [SocketHandler] public Task A() => Task.CompletedTask; public List<int> DisposeAsync() => []; ValueTask IAsyncDisposable.DisposeAsync() => default; }")]
    [InlineData("class C : IAsyncDisposable { [SocketHandler] public void A() {} public Task<int> DisposeAsync(bool now = false) => Task.FromResult(1); ValueTask IAsyncDisposable.DisposeAsync() => default; }")]
    [InlineData("class C : IDisposable { [SocketHandler] public string A(string disposal) => disposal; public int Dispose() => 1; void IDisposable.Dispose() {} }")]
    public void Who_has_another_method_of_that_name_is_right(string program) => GeneratorRun.Of(program);

    [Theory]
    [InlineData("(typeof(List<>))")]
    [InlineData("(1)")]
    [InlineData("<")]
    public async Task Required_members_are_not_set_by_an_attribute_that_is_wrong(string arguments)
    {
        const string Attribute = "System.Diagnostics.CodeAnalysis.SetsRequiredMembers";
        await AssertQuietAsync($$"""
            class M { [{{Attribute}}{{arguments}}] public M(int a) {} public int A { get; } public required string B { get; init; } }
            static class C { [SocketHandler("a=1")] internal static M A(M data) => data; }
            """);
        await AssertLeftOutAsync($$"""class C { [{{Attribute}}{{arguments}}] public C() {} public required int X { get; init; } [SocketHandler] internal void A() {} }""");
    }

    [Theory]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromServices] List<int*> list")]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromServices] List<int*[]> list")]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromServices] int*[] list")]
    [InlineData("[Microsoft.AspNetCore.Mvc.FromServices] Func<delegate*<int>> list")]
    [InlineData("ILogger<int*>? log")]
    [InlineData("ILogger<delegate*<void>[]>? log")]
    [InlineData("IQueue<int*> queue")]
    [InlineData("List<int*[]> data")]
    public async Task Pointers_are_in_nothing_that_is_asked_for(string parameter)
        => await AssertLeftOutAsync($"static class C {{ [SocketHandler] internal static unsafe void A({parameter}) {{}} }}");

    [Theory]
    [InlineData("typeof(Missing)")]
    [InlineData("typeof(List<Missing>)")]
    [InlineData("typeof(Missing[])")]
    [InlineData("Missing")]
    public async Task A_key_that_does_not_exist_is_none(string key)
        => await AssertLeftOutAsync($"class Rooms; static class C {{ [SocketHandler] internal static void A([FromKeyedServices({key})] Rooms rooms) {{}} }}");

    [Theory]
    [InlineData("record M(string A, int B, @string C);")]
    [InlineData("record M(double A, List<@double> B);")]
    [InlineData("[System.Text.Json.Serialization.JsonDerivedType(typeof(N), 1)] record M(double A); record N(@double B) : M(1);")]
    public async Task A_missing_type_may_have_the_name_of_another(string types)
        => await AssertQuietAsync(types + " static class C { [SocketHandler(\"a=1\")] internal static M A(M data) => data; [QueueHandler] internal static void B(M job) {} }");

    [Theory]
    [InlineData("static partial class Context : JsonSerializerContext { BODY }")]
    [InlineData("partial class (Context : JsonSerializerContext { BODY }")]
    [InlineData("partial class  : JsonSerializerContext { BODY }")]
    [InlineData("partial class Context : JsonSerializerContext <{ BODY }")]
    [InlineData("partial class Context : JsonSerializerContext { BODY public required int X { get; set; } }")]
    public async Task A_context_that_cannot_be_built_is_not_built(string context)
        => await AssertQuietAsync("using System.Text.Json.Serialization; using System.Text.Json.Serialization.Metadata; record M(int A); [JsonSerializable(typeof(M))] " + context.Replace("BODY", """
            public Context() : base(null) {}
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
            """, StringComparison.Ordinal) + " static class C { [SocketHandler(\"a=1\")] internal static M A(M data) => data; }");

    /// <summary>Neither generator nor analyzers throw, and emitted code has no error.</summary>
    private static async Task AssertQuietAsync(string program)
    {
        Assert.Empty(await MutationTests.ComplaintsAsync(program));
        Assert.Empty(await MutationTests.ComplaintsAsync(program, Wired));
    }

    /// <summary>The same, and all other, valid code is emitted.</summary>
    private static async Task AssertLeftOutAsync(string program)
    {
        await AssertQuietAsync(program);
        var result = GeneratorRun.NewDriver().RunGenerators(MutationTests.Create(program, Wired), TestContext.Current.CancellationToken).GetRunResult();
        Assert.Contains(result.GeneratedTrees, tree => tree.FilePath.EndsWith("Wired.Handlers.g.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(result.GeneratedTrees, tree => tree.FilePath.EndsWith("C.Handlers.g.cs", StringComparison.Ordinal));
    }
}
