using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>QR0060 to QR0063: authenticating methods and hooks.</summary>
public class LifecycleTests
{
    private const string Types = """
        class AppUser : ISocketUser { public string Id => ""; }
        sealed class Admin : ISocketUser { public string Id => ""; }
        class Rooms;

        """;

    private const string Added = """
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddQueueRun();
        builder.Build().MapSockets("/socket");

        """;

    [Theory]
    [InlineData("[Authenticate] internal static SocketUser? M() => null; [Authenticate] internal static SocketUser? {|QR0060:N|}() => null;")]
    [InlineData("[OnConnect] internal static void M() {} [OnConnect] internal static void {|QR0060:N|}() {} [OnConnect] internal static void {|QR0060:O|}() {}")]
    public Task QR0060_one_of_each_is_enough(string methods) => AssertAsync(methods);

    [Theory]
    [InlineData("[Authenticate] internal static SocketUser? M() => null; [OnConnect] internal static void N() {}")]
    [InlineData("[OnOnline] internal static void M() {} [OnOnline] internal static void N() {} [OnOffline] internal static void O() {} [OnOffline] internal static void P() {}")]
    public Task QR0060_one_of_each_is_fine_and_hooks_are_free(string methods) => AssertAsync(methods);

    [Theory]
    [InlineData("", "[OnOnline] internal static void {|QR0061:M|}() {}")]
    [InlineData("", "[OnOffline] internal static void {|QR0061:M|}(string userId) {} [OnConnect] internal static void N() {}")]
    public Task QR0061_hooks_without_users_are_never_called(string statements, string methods) => AssertProgramAsync(statements, methods);

    [Theory]
    [InlineData("", "[OnOnline] internal static void M() {} [Authenticate] internal static SocketUser? N() => null;")]
    [InlineData("", "[OnOnline] internal static void M() {} [OnConnect] internal static Task<SocketUser?> N() => null!;")]
    [InlineData("WebApplication.CreateSlimBuilder().Services.AddAuthentication();", "[OnOnline] internal static void M() {}")]
    [InlineData("new DefaultHttpContext().User = null!;", "[OnOnline] internal static void M() {}")]
    public Task QR0061_users_may_come_from_anywhere(string statements, string methods) => AssertProgramAsync(statements, methods);

    [Fact]
    public Task QR0061_a_library_does_not_know() => AssertAsync("[OnOnline] internal static void M() {}");

    [Theory]
    [InlineData("[Authenticate] internal static void {|QR0062:M|}() {}")]
    [InlineData("[Authenticate] internal static bool {|QR0062:M|}() => true;")]
    [InlineData("[Authenticate] internal static async void {|QR0062:M|}() => await Task.Yield();")]
    [InlineData("[Authenticate] internal static SocketUser? M(ISocketUser {|QR0062:user|}) => null;")]
    [InlineData("[Authenticate] internal static SocketUser? M(string {|QR0062:userId|}) => null;")]
    [InlineData("[OnConnect] internal static int {|QR0062:M|}() => 1;")]
    [InlineData("[OnConnect] internal static void M(ISocket {|QR0062:socket|}, SocketRequest {|QR0062:request|}, SocketUser? {|QR0062:user|}, JsonElement {|QR0062:data|}) {}")]
    [InlineData("[OnOnline] internal static Task<int> {|QR0062:M|}() => null!;")]
    [InlineData("[OnOffline] internal static void M(HttpContext {|QR0062:context|}, SocketRequest {|QR0062:request|}) {}")]
    public Task QR0062_each_has_its_signature(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[Authenticate] internal static Task<AppUser?> M(JsonElement data, ISocket socket, SocketRequest request, ISocketUser? user, Rooms rooms) => null!;")]
    [InlineData("[OnConnect] internal static ValueTask<ISocketUser?> M(HttpContext context, CancellationToken token, Rooms rooms) => default;")]
    [InlineData("[OnConnect] internal static async Task M(System.Security.Claims.ClaimsPrincipal principal) => await Task.Yield();")]
    [InlineData("[OnOnline] internal static ValueTask M(AppUser user, string userId, ISocket socket, CancellationToken token, Rooms? rooms) => default;")]
    public Task QR0062_and_may_ask_for_this(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[Authenticate] internal static AppUser? M() => null; [SocketHandler] internal static void N(SocketUser {|QR0063:user|}) {}")]
    [InlineData("[Authenticate] internal static AppUser? M() => null; [OnOnline] internal static void N(Admin? {|QR0063:user|}) {}")]
    [InlineData("[OnConnect] internal static Task<SocketUser?> M() => null!; [SocketHandler] internal static void N(AppUser {|QR0063:user|}) {}")]
    public Task QR0063_a_user_of_another_type_never_comes(string methods) => AssertAsync(methods);

    [Fact]
    public Task QR0063_ASP_NET_Core_brings_SocketUsers()
        => AssertProgramAsync("", "[SocketHandler] internal static void N(AppUser {|QR0063:user|}, SocketUser other) {}");

    [Fact]
    public Task QR0063_looks_at_constructors()
        => Analyzed.AssertAsync(Types + "class C(Admin {|QR0063:user|}) { [Authenticate] internal static AppUser? M() => null; [SocketHandler] internal void N() { _ = user; } }");

    [Theory]
    [InlineData("", "[Authenticate] internal static AppUser? M() => null; [SocketHandler] internal static void N(AppUser a, ISocketUser b) {}")]
    [InlineData("", "[Authenticate] internal static ISocketUser? M() => null; [SocketHandler] internal static void N(AppUser a, Admin b, SocketUser c) {}")]
    [InlineData("", "[OnConnect] internal static Admin? L() => null; [Authenticate] internal static AppUser? M() => null; [SocketHandler] internal static void N(AppUser a, Admin b) {}")]
    [InlineData("WebApplication.CreateSlimBuilder().Services.AddAuthentication();", "[Authenticate] internal static AppUser? M() => null; [SocketHandler] internal static void N(AppUser a, SocketUser b) {}")]
    public Task QR0063_whoever_may_come_is_welcome(string statements, string methods) => AssertProgramAsync(statements, methods);

    [Fact]
    public Task QR0063_a_library_does_not_know() => AssertAsync("[SocketHandler] internal static void N(AppUser a) {}");

    [Fact]
    public async Task Where_QueueRun_is_not_referenced_nothing_is_looked_at()
    {
        var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("X",
            [TestCompilation.Parse("class SocketHandlerAttribute : System.Attribute; class C { [SocketHandler] void M() {} }", "C.cs")],
            TestCompilation.ReferencesWithoutQueueRun, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(await Analyzed.DiagnosticsAsync(compilation));
    }

    private static Task AssertAsync(string methods) => Analyzed.AssertAsync($"{Types} class C {{ {methods} }}");

    private static Task AssertProgramAsync(string statements, string methods)
        => Analyzed.AssertProgramAsync($"{Added} {statements} {Types} class C {{ {methods} }}");
}
