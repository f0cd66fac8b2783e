namespace QueueRun.CodeFixes.Tests;

/// <summary>QR0003 and QR0062: <c>async void</c>.</summary>
public class ReturnTypeTests
{
    [Fact]
    public Task Void_becomes_Task()
        => AssertAsync(
            """
            partial class C
            {
                [SocketHandler("type=time")] // now
                internal static async /* soon */ void Time(ISocket socket) => await socket.SendAsync(DateTime.UtcNow);

                [SocketHandlerAttribute("type=zone")]
                internal async void Zone(ISocket socket)
                {
                    await socket.SendAsync("UTC");
                }

                [QueueHandler] internal static async void Job(string job) => await Task.Yield();
            }
            """,
            """
            partial class C
            {
                [SocketHandler("type=time")] // now
                internal static async /* soon */ Task Time(ISocket socket) => await socket.SendAsync(DateTime.UtcNow);

                [SocketHandlerAttribute("type=zone")]
                internal async Task Zone(ISocket socket)
                {
                    await socket.SendAsync("UTC");
                }

                [QueueHandler] internal static async Task Job(string job) => await Task.Yield();
            }
            """);

    [Fact]
    public Task The_using_comes_along()
        => Fixing.AssertAsync("QR0003", ReturnTypeFixProvider.ReturnTask,
            ["using QueueRun;\n\nclass C\n{\n    [SocketHandler] internal static async void M(ISocket socket) => await socket.SendAsync(1);\n}\n"],
            ["using System.Threading.Tasks;\nusing QueueRun;\n\nclass C\n{\n    [SocketHandler] internal static async Task M(ISocket socket) => await socket.SendAsync(1);\n}\n"],
            hasUsings: false);

    [Fact]
    public Task An_alias_is_enough()
        => Fixing.AssertAsync("QR0003", ReturnTypeFixProvider.ReturnTask,
            ["using Job = System.Threading.Tasks.Task;\nclass C { [QueueRun.SocketHandler] internal static async void M() => await Job.Yield(); }"],
            ["using Job = System.Threading.Tasks.Task;\nclass C { [QueueRun.SocketHandler] internal static async Job M() => await Job.Yield(); }"],
            hasUsings: false);

    [Fact]
    public Task A_Task_of_the_program_s_own_is_another()
        => AssertAsync(
            "class Task; class C { [SocketHandler] internal static async void M(ISocket socket) => await socket.SendAsync(1); }",
            "class Task; class C { [SocketHandler] internal static async System.Threading.Tasks.Task M(ISocket socket) => await socket.SendAsync(1); }");

    [Fact]
    public Task Both_parts_of_a_method()
        => Fixing.AssertAsync("QR0003", ReturnTypeFixProvider.ReturnTask,
            ["partial class C { [SocketHandler] internal static partial void M(); }", "partial class C { internal static async partial void M() => await Task.Yield(); }"],
            ["partial class C { [SocketHandler] internal static partial Task M(); }", "partial class C { internal static async partial Task M() => await Task.Yield(); }"]);

    /// <summary>
    /// As <c>dotnet format analyzers</c> asks, if the very first diagnostic is another one, which this provider does not fix.
    /// </summary>
    [Fact]
    public Task Without_a_key_as_well()
        => Fixing.AssertAsync("QR0003", null,
            "class C { [SocketHandler] private static void H() {} [SocketHandler(\"a=b\")] internal static IResult R() => Results.Ok(); [SocketHandler(\"c=d\")] internal static async void M() => await Task.Yield(); }",
            "class C { [SocketHandler] private static void H() {} [SocketHandler(\"a=b\")] internal static IResult R() => Results.Ok(); [SocketHandler(\"c=d\")] internal static async Task M() => await Task.Yield(); }",
            isAll: false);

    [Fact]
    public Task Hooks_too()
        => Fixing.AssertAsync("QR0062", ReturnTypeFixProvider.ReturnTask,
            "class C { [OnOnline] internal static async void M() => await Task.Yield(); [OnConnect] internal static async void N() => await Task.Yield(); }",
            "class C { [OnOnline] internal static async Task M() => await Task.Yield(); [OnConnect] internal static async Task N() => await Task.Yield(); }");

    [Theory]
    [InlineData("class C { [SocketHandler] internal static IResult M() => Results.Ok(); }")]
    [InlineData("class B { internal virtual void M() {} } class C : B { [SocketHandler] internal override async void M() => await Task.Yield(); }")]
    [InlineData("interface I { void M(); } class C : I { [SocketHandler] public async void M() => await Task.Yield(); }")]
    public Task Not_where_that_is_not_the_cure(string program) => Fixing.AssertNotOfferedAsync("QR0003", ReturnTypeFixProvider.ReturnTask, program);

    private static Task AssertAsync(string before, string after) => Fixing.AssertAsync("QR0003", ReturnTypeFixProvider.ReturnTask, before, after);
}
