using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>QR0100, QR0102, QR0103, and the rules about handlers for methods that do jobs.</summary>
public class JobTests
{
    private const string Types = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Mvc;
        record Mail(string Text);
        record Other(string Text);
        [SocketMessage("say")] record Say(string Text);
        class Rooms;
        class AppUser : ISocketUser { public string Id => ""; }

        """;

    [Theory]
    [InlineData("[QueueHandler] internal static void M(Mail job) {}")]
    [InlineData("[QueueHandler(\"mail.v2-x_1\", TimeoutSeconds = 86400)] internal static Task M([FromMessage] Mail mail, ISocket socket, JobContext context, CancellationToken token, Rooms rooms, SocketUser? user) => null!;")]
    [InlineData("[QueueHandler] internal static async ValueTask<SendResult> M(Say data, ISocketUser user, string userId, ISocket socket) => await socket.SendAsync(data);")]
    [InlineData("[QueueHandler] internal static void M(string job) {} [QueueHandler] internal static void N(ReadOnlyMemory<byte> job) {} [QueueHandler] internal static void O(JsonElement data) {}")]
    [InlineData("[QueueHandler, SocketHandler] internal static void M(Mail data, ISocket socket) {}")]
    [InlineData("[ScheduleHandler(\"hourly\", TimeZone = \"Europe/Berlin\", MissedRuns = MissedRuns.Skip, TimeoutSeconds = 3600)] internal static Task M(ISocket socket, JobContext job, CancellationToken token, Rooms? rooms) => null!;")]
    [InlineData("[ScheduleHandler(\"daily\"), OnOnline] internal static void M(Rooms rooms) {}")]
    public Task Right_methods_pass(string methods) => AssertAsync(methods);

    [Theory]
    [InlineData("[QueueHandler] static void {|QR0001:M|}(Mail job) {}")]
    [InlineData("[QueueHandler] internal static void {|QR0002:M|}<T>(Mail job) {}")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static void {|QR0002:M|}<T>() {}")]
    [InlineData("internal void X() { [ScheduleHandler(\"daily\")] void {|QR0002:M|}() {} M(); }")]
    [InlineData("internal Action<Mail> X() => {|QR0002:[QueueHandler] (Mail job) => {}|};")]
    [InlineData("interface I<T> { void M(T job); } class D : I<Mail> { [QueueHandler] void I<Mail>.{|QR0002:M|}(Mail job) {} }")]
    [InlineData("[QueueHandler, ScheduleHandler(\"daily\")] internal static void {|QR0002:M|}(Mail job) {}")]
    [InlineData("[QueueHandler, SocketHandler] static void {|QR0001:M|}(Mail data) {}")]
    public Task QR0001_and_QR0002_are_for_them_too(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[QueueHandler] internal static async void {|QR0003:M|}(Mail job) => await Task.Yield();")]
    [InlineData("[QueueHandler] internal static string {|QR0003:M|}(Mail job) => \"\";")]
    [InlineData("[QueueHandler] internal static Task<Mail> {|QR0003:M|}(Mail job) => null!;")]
    [InlineData("[QueueHandler] internal static IAsyncEnumerable<SendResult> {|QR0003:M|}(Mail job) => null!;")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static ValueTask<int> {|QR0003:M|}() => default;")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static Task<Task> {|QR0003:M|}() => null!;")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static IResult {|QR0003:M|}() => null!;")]
    public Task QR0003_nobody_waits_for_a_result(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[QueueHandler({|QR0007:TimeoutSeconds = 0|})] internal static void M(Mail job) {}")]
    [InlineData("[ScheduleHandler(\"daily\", {|QR0007:TimeoutSeconds = 86400.5|})] internal static void M() {}")]
    public Task QR0007_a_job_may_take_a_day(string method) => AssertAsync(method);

    [Theory]
    [InlineData("[QueueHandler] internal static void M([FromMessage] Mail a, [FromMessage] Mail {|QR0020:b|}) {}")]
    [InlineData("[QueueHandler] internal static void M(Mail {|QR0021:mail|}) {}")]
    [InlineData("[QueueHandler] internal static void M(Say {|QR0021:say|}) {}")]
    [InlineData("[QueueHandler] internal static void M(JsonDocument {|QR0021:document|}) {}")]
    [InlineData("[QueueHandler] internal static void M(Mail job, Other {|QR0021:data|}, string {|QR0021:text|}, byte[] {|QR0021:bytes|}) {}")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static void M(Mail {|QR0021:job|}, JsonElement {|QR0021:data|}) {}")]
    [InlineData("[QueueHandler] internal static void M(Mail job, HttpContext? {|QR0022:a|}, ClaimsPrincipal {|QR0022:b|}, SocketRequest {|QR0022:c|}, AppUser {|QR0022:d|}, AppUser? {|QR0022:e|}, HttpRequest {|QR0022:f|}) {}")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static void M(SocketUser? {|QR0022:a|}, string {|QR0022:userId|}, AppUser {|QR0022:c|}, HttpContext {|QR0022:d|}, [FromMessage] Mail {|QR0022:e|}) {}")]
    [InlineData("[SocketHandler] internal static void M(JobContext {|QR0022:job|}, JobContext? {|QR0022:other|}) {}")]
    [InlineData("[OnOnline] internal static void M(JobContext {|QR0022:job|}) {}")]
    public Task QR0020_to_QR0022_nothing_is_guessed_and_nothing_made_up(string method) => AssertAsync(method);

    [Fact]
    public Task QR0021_and_QR0022_look_at_constructors() => Analyzed.AssertAsync(Types + """
        class C(JobContext context, ISocket socket, SocketUser user, Mail {|QR0021:job|}, HttpContext {|QR0022:http|}, [FromMessage] Mail {|QR0021:mail|})
        {
            [QueueHandler] internal void M(Mail job) => Console.WriteLine((context, socket, user, http, mail));
            internal void N() => Console.WriteLine(job);
        }
        class D(string {|QR0022:userId|}, JobContext context) { [ScheduleHandler("daily")] internal void M() => Console.WriteLine((userId, context)); }
        class E(JobContext {|QR0022:context|}) { [SocketHandler] internal void M() => Console.WriteLine(context); }
        """);

    [Fact]
    public Task QR0040_a_job_is_written_and_read() => Analyzed.AssertAsync(Types + """
        interface IThing { string Name { get; } }
        class Odd(int number) { public int Other => number; }
        [SocketMessage("bad")] record {|QR0040:Bad|}(Action Text);
        static class C
        {
            [QueueHandler] internal static void A(IThing {|QR0040:job|}) {}
            [QueueHandler] internal static void B(Odd {|QR0040:job|}) {}
            [QueueHandler] internal static void C1((int, int) {|QR0040:job|}) {}
            [QueueHandler] internal static void D(object {|QR0040:job|}) {}
            [QueueHandler] internal static void E(Memory<byte> {|QR0040:job|}) {}
            [QueueHandler] internal static void F(ArraySegment<byte> {|QR0040:data|}) {}
            [QueueHandler] internal static void G(dynamic {|QR0040:job|}) {}
            [QueueHandler] internal static void H(Bad job) {}
            [QueueHandler, SocketHandler] internal static void I(Odd[] {|QR0040:data|}) {}
            [QueueHandler] internal static void J(List<Mail?> job) {}
        }
        """);

    [Theory]
    [InlineData("[QueueHandler(\"a\")] internal static void M(Mail job) {} [{|QR0100:QueueHandler(\"a\")|}] internal static void N(Other job) {}")]
    [InlineData("[QueueHandler(\"a\")] internal static void M(Mail job) {} [{|QR0100:QueueHandler(\"b\")|}] internal static void N(Mail job) {}")]
    [InlineData("[QueueHandler] internal static void SendMail(Mail job) {} [{|QR0100:QueueHandler|}] internal static void SendMailAsync(Other job) {}")]
    [InlineData("[QueueHandler(\"a\")] internal static void M(List<string?> job) {} [{|QR0100:QueueHandler(\"b\")|}] internal static void N(List<string> job) {} [{|QR0100:QueueHandler(\"a\")|}] internal static void O(List<string> job) {}")]
    [InlineData("[ScheduleHandler(\"daily\")] internal static void M() {} [{|QR0100:ScheduleHandler(\"daily\")|}] internal static void M(Rooms rooms) {} [{|QR0100:QueueHandler(\"C.M\")|}] internal static void N(Mail job) {}")]
    public Task QR0100_a_job_goes_to_one_method(string methods) => AssertAsync(methods);

    [Theory]
    [InlineData("[QueueHandler(\"a\")] internal static void M(Mail job) {} [QueueHandler(\"A\")] internal static void N(Other job) {} [QueueHandler(\"b\")] internal static void O(int job) {} [QueueHandler(\"c\")] internal static void P(int? job) {}")]
    [InlineData("[QueueHandler(\"m\")] internal static void M(Mail job) {} [ScheduleHandler(\"daily\")] internal static void M() {} [ScheduleHandler(\"daily\")] internal static void N() {}")]
    public Task QR0100_others_may_live_side_by_side(string methods) => AssertAsync(methods);

    [Fact]
    public Task QR0100_knows_the_queues_of_referenced_assemblies()
    {
        var library = Library("Lib", "public record Theirs;", "mail Theirs", "numbers System.Collections.Generic.List<int>", "texts string", "mails Mail");

        return Analyzed.AssertAsync(Types + """
            static class C
            {
                [{|QR0100:QueueHandler("mail")|}] internal static void M(Other job) {}
                [{|QR0100:QueueHandler("theirs")|}] internal static void N(Theirs job) {}
                [{|QR0100:QueueHandler|}] internal static void O(List<int> job) {}
                [{|QR0100:QueueHandler|}] internal static void P(string job) {}
                [QueueHandler("ours")] internal static void Q(Mail job) {}
                [QueueHandler] internal static void R(List<Mail> job) {}
            }
            """, OutputKind.DynamicallyLinkedLibrary, library);
    }

    [Fact]
    public async Task QR0100_is_said_where_two_referenced_assemblies_meet()
    {
        const string Own = "record Own; public class Outer { internal class Inner; }";
        var compilation = TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary,
            [.. TestCompilation.References, Library("Lib.A", Own, "a Own", "b Outer.Inner", "c int"), Library("Lib.B", Own, "d Own", "e Outer.Inner", "f int")], "class C;");

        var diagnostic = Assert.Single(await Analyzed.DiagnosticsAsync(compilation));
        Assert.Equal("QR0100", diagnostic.Id);
        Assert.Equal(Location.None, diagnostic.Location);
        Assert.Equal("'Lib.B' and 'Lib.A' both take jobs of the type 'int'; give one of them another type",
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("[QueueHandler] internal static void {|QR0102:M|}() {}")]
    [InlineData("[QueueHandler(\"a\")] internal static Task {|QR0102:M|}(JobContext job, ISocket data, CancellationToken token, Rooms rooms) => null!;")]
    [InlineData("[QueueHandler] internal static void {|QR0102:M|}([FromServices] Mail job) {}")]
    public Task QR0102_there_must_be_something_to_do(string method) => AssertAsync(method);

    [Theory]
    [InlineData("{|QR0103:\"\"|}")]
    [InlineData("{|QR0103:null!|}")]
    [InlineData("\"send{|QR0103: |}mail\"")]
    [InlineData("\"a{|QR0103:/|}b\"")]
    [InlineData("name: \"é{|QR0103:·|}\"")]
    [InlineData("{|QR0103:Name|}")]
    [InlineData("\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789{|QR0103:ab|}\"")]
    public Task QR0103_points_at_the_character(string argument)
        => AssertAsync($"const string Name = \"a b\"; [QueueHandler({argument})] internal static void M(Mail job) {{}}");

    [Fact]
    public Task QR0103_a_methods_name_may_be_too_long()
        => AssertAsync($"[{{|QR0103:QueueHandler|}}] internal static void {new string('m', 101)}(Mail job) {{}} [QueueHandler] internal static void {new string('n', 100)}Async(Other job) {{}}");

    [Fact]
    public async Task Messages_name_the_thing_and_the_cure()
        => Assert.Equal(
            [
                "The result of 'C.A' cannot be sent: a job's result has no recipient; send it with ISocket, and return Task",
                "Cannot tell what 'mail' of type 'Mail' is: name it 'job' or mark it [FromMessage] if it is the job, or mark it [FromServices] if it is a service",
                "'user' cannot be passed: a job keeps only its user's id; take SocketUser, ISocketUser or 'string userId'",
                "'a' cannot be a job too: 'job' is the job; keep one, or mark the one that is a service [FromServices]",
                "A timeout of 100000 seconds is out of range; it must be more than 0 and at most 86400",
                "'userId' cannot be passed: a scheduled run has no current user; remove the parameter, and name the recipients with To",
                "'C.E' takes no job, so no IQueue<T> can push one; add a parameter, and name it 'job' or mark it [FromMessage]",
                "The queue's name 'a b' is malformed: it may not hold ' ', only letters, digits, '_', '-' and '.'",
            ],
            await Analyzed.MessagesAsync(Types + """
                static class C
                {
                    [QueueHandler] internal static string A(Mail job) => "";
                    [QueueHandler] internal static void B(Mail mail) {}
                    [QueueHandler] internal static void B2(Mail job, AppUser user) {}
                    [QueueHandler] internal static void C1([FromMessage] Mail job, [FromMessage] Other a) {}
                    [QueueHandler(TimeoutSeconds = 100000)] internal static void C2(int job) {}
                    [ScheduleHandler("daily")] internal static void D(string userId) {}
                    [QueueHandler] internal static void E() {}
                    [QueueHandler("a b")] internal static void F(uint job) {}
                }
                """));

    private static Task AssertAsync(string methods) => Analyzed.AssertAsync($"{Types} class C {{ {methods} }}");

    private static PortableExecutableReference Library(string name, string types, params string[] queues) => AnnouncedLibrary.Create(name, "Queues", queues, types);
}
