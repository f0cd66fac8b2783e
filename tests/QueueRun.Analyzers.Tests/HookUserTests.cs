using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>QR0040 for the users of hooks: a hook may be called by a process that has never seen the user.</summary>
public class HookUserTests
{
    private const string Types = """
        using System.Security.Claims;
        using System.Text.Json.Serialization;
        record AppUser(string Id, string Name) : ISocketUser { [JsonIgnore] public ClaimsPrincipal? Principal { get; init; } }
        record Derived(string Id) : SocketUser(Id);
        record Odd(string Id, Action Text) : ISocketUser;
        class Other(int number) : ISocketUser { public string Id => $"{number}"; }
        record Known(string Id, ClaimsPrincipal? Principal) : ISocketUser;
        interface IMember : ISocketUser { string Name { get; } }
        class Log;

        """;

    [Theory]
    [InlineData("[OnOnline, OnOffline] internal static void M(AppUser user, Derived other) {} [OnJoin, OnLeave] internal static void N(AppUser? user, SocketUser? other, ISocketUser any) {}")]
    [InlineData("[OnOnline] internal static void M(Odd? a, IMember? b, Other? c, Known? d) {}")]
    [InlineData("[SocketHandler] internal static void M(Odd a, IMember b) {} [OnConnect] internal static Odd M(HttpContext context) => null!;")]
    public Task Right_hooks_pass(string methods) => AssertAsync(methods);

    [Theory]
    [InlineData("[OnOnline, OnOffline] internal static void M(Odd {|QR0040:user|}) {}")]
    [InlineData("[OnOffline] internal static void M(string userId, IMember {|QR0040:user|}) {}")]
    [InlineData("[OnJoin] internal static void M(Other {|QR0040:user|}, string room) {}")]
    [InlineData("[OnLeave] internal static void M(Known {|QR0040:user|}, AppUser other) {}")]
    public Task Users_that_cannot_be_written_and_read_are_reported(string methods) => AssertAsync(methods);

    [Fact]
    public Task A_constructor_takes_a_user_too()
        => AssertAsync("public C(Odd {|QR0040:user|}) => Console.WriteLine(user); [OnOnline] internal void M(Log log) => Console.WriteLine(log);");

    [Fact]
    public Task In_one_process_they_are_the_objects_themselves()
        => Analyzed.AssertAsync($"{Types} class C {{ [OnOnline] internal static void M(Odd a, IMember b, Other c, Known d) {{}} }}");

    [Fact]
    public async Task The_message_names_the_type_and_the_cure()
    {
        var compilation = SeveralProcesses.Create($"{Types} class C {{ [OnOnline] internal static void M(Odd a, Known b) {{}} }}");
        Assert.Equal(
            [
                "No JSON code for 'Odd': Odd.Text: 'Action' is a delegate; leave it out with [JsonIgnore]",
                "No JSON code for 'Known': Known.Principal: a ClaimsPrincipal cannot be written and read; leave it out with [JsonIgnore]",
            ],
            (await Analyzed.DiagnosticsAsync(compilation)).Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static Task AssertAsync(string methods)
        => Analyzed.AssertAsync($"{Types} class C {{ {methods} }}", OutputKind.DynamicallyLinkedLibrary, SeveralProcesses.Reference);
}
