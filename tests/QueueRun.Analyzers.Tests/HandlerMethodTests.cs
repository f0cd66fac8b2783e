namespace QueueRun.Analyzers.Tests;

/// <summary>QR0001, QR0002 and QR0003: methods that emitted code cannot call, or whose results cannot be sent.</summary>
public class HandlerMethodTests
{
    [Theory]
    [InlineData("class C { [SocketHandler] static void {|QR0001:M|}() {} }")]
    [InlineData("class C { [SocketHandler] protected static void {|QR0001:M|}() {} }")]
    [InlineData("class C { [SocketHandler] private protected static void {|QR0001:M|}() {} }")]
    [InlineData("class C { class D { [SocketHandler] internal static void {|QR0001:M|}() {} } }")]
    [InlineData("class C { protected class D { internal class E { [SocketHandler] internal static void {|QR0001:M|}() {} } } }")]
    [InlineData("file class C { [SocketHandler] internal static void {|QR0001:M|}() {} }")]
    [InlineData("class C { [OnOnline] static void {|QR0001:M|}() {} [Authenticate] private static SocketUser? {|QR0001:N|}() => null; }")]
    public Task QR0001_what_is_hidden_cannot_be_called(string program) => Analyzed.AssertAsync(program);

    [Theory]
    [InlineData("class C { [SocketHandler] internal static void M() {} }")]
    [InlineData("public class C { [SocketHandler] protected internal static void M() {} public class D { [SocketHandler(\"a=b\")] public static void M() {} } }")]
    [InlineData("class C { static void M() {} }")]
    public Task QR0001_what_the_assembly_sees_can_be_called(string program) => Analyzed.AssertAsync(program);

    [Theory]
    [InlineData("class C { [SocketHandler] internal static void {|QR0002:M|}<T>() {} }")]
    [InlineData("class C<T> { [SocketHandler] internal static void {|QR0002:M|}() {} }")]
    [InlineData("class C<T> { internal class D { [SocketHandler] internal static void {|QR0002:M|}() {} } }")]
    [InlineData("abstract class C { [SocketHandler] internal abstract void {|QR0002:M|}(); }")]
    [InlineData("abstract class C { [SocketHandler] internal void {|QR0002:M|}() {} } class D : C;")]
    [InlineData("interface I { [SocketHandler] void {|QR0002:M|}(); }")]
    [InlineData("interface I { [SocketHandler] static void {|QR0002:M|}() {} }")]
    [InlineData("interface I { void M(); } class C : I { [SocketHandler] void I.{|QR0002:M|}() {} }")]
    [InlineData("struct C { [SocketHandler] internal void {|QR0002:M|}() {} }")]
    [InlineData("static class C { [SocketHandler] internal static void {|QR0002:M|}(this string data) {} }")]
    [InlineData("static class C { extension(string data) { [SocketHandler] internal void {|QR0002:M|}() {} } }")]
    [InlineData("class C { internal int X { [SocketHandler] {|QR0002:get|} => 1; } }")]
    [InlineData("class C { [SocketHandler] public static C operator {|QR0002:+|}(C a, C b) => a; }")]
    [InlineData("class C { internal void X() { [SocketHandler] void {|QR0002:M|}() {} M(); } }")]
    [InlineData("class C { internal Action X() => {|QR0002:[SocketHandler] () => {}|}; }")]
    [InlineData("class C { internal void X() { [OnOnline] void {|QR0002:M|}() {} M(); } }")]
    [InlineData("class C { [SocketHandler, Obsolete(\"gone\", true)] internal static void {|QR0002:M|}() {} }")]
    [InlineData("[Obsolete(\"gone\", true)] class C { internal static class D { [SocketHandler] internal static void {|QR0002:M|}() {} } }")]
    [InlineData("class C { private C() {} [SocketHandler] internal void {|QR0002:M|}() {} }")]
    [InlineData("class C { internal C() {} [SocketHandler] internal void {|QR0002:M|}() {} }")]
    [InlineData("class C { public C() {} public C(IServiceProvider x) {} [SocketHandler] internal void {|QR0002:M|}() {} }")]
    [InlineData("class C { [ActivatorUtilitiesConstructor] private C() {} [SocketHandler] internal void {|QR0002:M|}() {} }")]
    [InlineData("class C { [ActivatorUtilitiesConstructor] public C() {} [ActivatorUtilitiesConstructor] public C(IServiceProvider x) {} [SocketHandler] internal void {|QR0002:M|}() {} }")]
    [InlineData("class B { public required int X { get; init; } } class C : B { [SocketHandler] internal void {|QR0002:M|}() {} }")]
    public Task QR0002_what_is_no_plain_method_is_no_handler(string program) => Analyzed.AssertAsync(program);

    [Theory]
    [InlineData("struct C { [SocketHandler] internal static void M() {} }")]
    [InlineData("abstract class C { [SocketHandler] internal static void M() {} }")]
    [InlineData("abstract class B { internal abstract void M(); } class C : B { [SocketHandler] internal override void M() {} }")]
    [InlineData("record C(IServiceProvider Services) { [SocketHandler] internal void M() {} }")]
    [InlineData("class C { private C(int x) {} public C(ISocket socket, ISocketUser? user) : this(1) {} [SocketHandler] internal void M() {} }")]
    [InlineData("class C { internal int X { get; set; } internal void Y() { void M() {} M(); Action a = [Obsolete] () => {}; } }")]
    public Task QR0002_plain_methods_are_handlers(string program) => Analyzed.AssertAsync(program);

    [Theory]
    [InlineData("class C { [SocketHandler] internal static async void {|QR0003:M|}() => await Task.Yield(); }")]
    [InlineData("class C { static int x; [SocketHandler] internal static ref int {|QR0003:M|}() => ref x; }")]
    [InlineData("class C { static int x; [SocketHandler] internal static ref readonly int {|QR0003:M|}() => ref x; }")]
    [InlineData("class C { [SocketHandler] internal static ReadOnlySpan<byte> {|QR0003:M|}() => []; }")]
    [InlineData("class C { [SocketHandler] internal static unsafe int* {|QR0003:M|}() => null; }")]
    [InlineData("class C { [SocketHandler] internal static IResult {|QR0003:M|}() => Results.Ok(); }")]
    [InlineData("class C { [SocketHandler] internal static Task<IResult> {|QR0003:M|}() => null!; }")]
    [InlineData("class C { [SocketHandler] internal static Microsoft.AspNetCore.Mvc.ActionResult {|QR0003:M|}() => null!; }")]
    [InlineData("class C { [SocketHandler] internal static Task<Task> {|QR0003:M|}() => null!; }")]
    [InlineData("class C { [SocketHandler] internal static IAsyncEnumerable<ValueTask<int>> {|QR0003:M|}() => null!; }")]
    [InlineData("class C { [SocketHandler] internal static Task<IAsyncEnumerable<int>> {|QR0003:M|}() => null!; }")]
    [InlineData("class C { [SocketHandler] internal static IAsyncEnumerable<SendResult> {|QR0003:M|}() => null!; }")]
    [InlineData("class C { [SocketHandler] internal static System.Runtime.CompilerServices.ConfiguredTaskAwaitable {|QR0003:M|}() => default; }")]
    public Task QR0003_what_cannot_be_sent_is_refused(string program) => Analyzed.AssertAsync(program);

    [Theory]
    [InlineData("void M() {}")]
    [InlineData("async Task M() => await Task.Yield();")]
    [InlineData("ValueTask<int?> M() => default;")]
    [InlineData("int[] M() => [];")]
    [InlineData("Task<SendResult> M() => null!;")]
    [InlineData("IAsyncEnumerable<string> M() => null!;")]
    [InlineData("async IAsyncEnumerable<int> M([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default) { await Task.Yield(); yield return 1; }")]
    public Task QR0003_what_can_be_sent_is_welcome(string method) => Analyzed.AssertAsync($"class C {{ [SocketHandler] internal static {method} }}");
}
