using System.Globalization;
using Microsoft.CodeAnalysis;
using QueueRun.TestCompilations;

namespace QueueRun.Analyzers.Tests;

/// <summary>
/// Contents that a program may have only once, in compiled libraries with their emitted code: the rules read the libraries' announcements.
/// </summary>
public class LibraryTests
{
    private const string Everything = """
        [SocketMessage("event", "it's said")] public record Said(string Text);
        public record Mail(string Text);
        static class Chat
        {
            [SocketHandler("[room]/action='a/b'")] internal static void Enter(string room) {}
            [SocketHandler] internal static void Text(string data) {}
            [QueueHandler("mail")] internal static void Send(Mail job) {}
            [ScheduleHandler("daily")] internal static void Clean() {}
            [Authenticate] internal static SocketUser? Authenticate(JsonElement data) => null;
            [OnConnect] internal static void Connect() {}
        }
        """;

    /// <summary>The messages if two libraries with all of this are in one program.</summary>
    private static readonly string[] s_everything =
    [
        "'{1}' and '{0}' are both marked \"event\": \"it's said\"; give one of them another value",
        "'{1}' and '{0}' both take messages with '[room]/action='a/b''; change the route of one of them",
        "'{1}' and '{0}' both take text messages; change the route of one of them",
        "'{1}' and '{0}' both take the jobs of the queue 'Chat.Clean'; give one of them another name",
        "'{1}' and '{0}' both take the jobs of the queue 'mail'; give one of them another name",
        "'Chat.Authenticate' is one [Authenticate] too many: 'Chat.Authenticate' is marked already; keep one",
        "'Chat.Connect' is one [OnConnect] too many: 'Chat.Connect' is marked already; keep one",
    ];

    [Fact]
    public Task A_program_that_takes_what_a_library_takes_is_told_where()
        => Analyzed.AssertAsync("""
            [{|QR0041:SocketMessage("event", "it's said")|}] record Spoken(string Text);
            [SocketMessage("event", "shouted")] record Shouted(string Text);
            record Letter(string Text);
            static class Program
            {
                [{|QR0004:SocketHandler("action='a/b'/[room]")|}] internal static void Enter(string room) {}
                [{|QR0004:SocketHandler|}] internal static void Text(string data) {}
                [SocketHandler] internal static void Other(JsonElement data) {}
                [{|QR0100:QueueHandler("mail")|}] internal static void Send(Letter job) {}
                [{|QR0100:QueueHandler("mails")|}] internal static void Send2(Mail job) {}
                [Authenticate] internal static SocketUser? {|QR0060:Authenticate|}(JsonElement data) => null;
                [OnConnect] internal static void {|QR0060:Connect|}() {}
            }
            """, OutputKind.DynamicallyLinkedLibrary, CompiledLibrary.Of("Lib.A", Everything).Reference);

    [Fact]
    public Task What_only_an_alias_reaches_is_no_parameter()
        => Analyzed.AssertAsync("""
            extern alias lib;
            static class Program
            {
                [SocketHandler] internal static void Mail(lib::Mail {|QR0022:data|}) {}
            }
            """, OutputKind.DynamicallyLinkedLibrary, CompiledLibrary.Of("Lib.A", Everything.Replace("[SocketHandler]", "", StringComparison.Ordinal)).Reference.WithAliases(["lib"]));

    [Fact]
    public Task Two_libraries_may_be_in_each_others_way_where_neither_is_the_programs_own()
        => AssertMeetAsync("Lib.A", "Lib.B", [CompiledLibrary.Of("Lib.A", Everything), CompiledLibrary.Of("Lib.B", Everything)]);

    [Fact]
    public async Task A_library_that_is_only_reached_through_another_is_in_the_way_like_any_other()
    {
        var inner = CompiledLibrary.Of("Lib.Inner", Everything);
        var middle = CompiledLibrary.Of("Lib.Middle", "public static class Middle;", inner);
        // Does not see Lib.Inner itself.
        var outer = CompiledLibrary.Of("Lib.Outer", "static class Outer { [SocketHandler] internal static void M(byte[] data) {} }", middle);

        await AssertMeetAsync("Lib.Inner", "Lib.Other", [outer, CompiledLibrary.Of("Lib.Other", Everything)]);
        await Analyzed.AssertAsync("static class C { [{|QR0004:SocketHandler|}] internal static void M(string data) {} }",
            OutputKind.DynamicallyLinkedLibrary, outer.Reference);
    }

    [Fact]
    public async Task A_library_that_is_reached_twice_is_not_in_its_own_way()
    {
        var common = CompiledLibrary.Of("Lib.Common", Everything);
        var left = CompiledLibrary.Of("Lib.Left", "public static class Left;", common);
        var right = CompiledLibrary.Of("Lib.Right", "public static class Right;", common);

        Assert.Empty(await MessagesAsync([left, right]));
        Assert.Empty(await MessagesAsync([left, right, common]));
    }

    [Fact]
    public async Task What_a_library_says_of_itself_counts_and_not_what_another_heard_of_it()
    {
        var outer = CompiledLibrary.Of("Lib.Outer", "public static class Outer;", CompiledLibrary.Of("Lib.Inner", Everything));
        var newer = CompiledLibrary.Of("Lib.Inner", "public static class Inner;");

        Assert.Empty(await MessagesAsync([outer, newer, CompiledLibrary.Of("Lib.Other", Everything)]));
    }

    [Fact]
    public async Task Types_of_one_name_in_libraries_that_are_not_seen_are_not_one()
    {
        CompiledLibrary Hidden(string name, string queue) => CompiledLibrary.Of($"Lib.{name}", "public static class Outer;",
            CompiledLibrary.Of($"Lib.{name}.Inner", $$"""
                namespace Jobs { public record Mail(string Text); }
                static class C { [QueueHandler("{{queue}}")] internal static void M(Jobs.Mail job) {} [QueueHandler("{{queue}}s")] internal static void N(int job) {} }
                """));

        Assert.Equal(["'Lib.B.Inner' and 'Lib.A.Inner' both take jobs of the type 'int'; give one of them another type"],
            await MessagesAsync([Hidden("A", "a"), Hidden("B", "b")]));
    }

    [Fact]
    public async Task A_test_project_may_reference_programs_that_never_run_as_one()
    {
        CompiledLibrary[] programs = [CompiledLibrary.Of("Program.A", Everything), CompiledLibrary.Of("Program.B", Everything)];

        Assert.Empty(await MessagesAsync(programs, ("IsTestProject", "True")));
        Assert.Equal(s_everything.Length, (await MessagesAsync(programs, ("IsTestProject", "false"))).Count);
    }

    private static async Task AssertMeetAsync(string first, string second, CompiledLibrary[] libraries)
        => Assert.Equal(
            s_everything.Select(message => string.Format(CultureInfo.InvariantCulture, message, first, second)).Order(StringComparer.Ordinal),
            await MessagesAsync(libraries));

    /// <summary>The messages without a place, for a program without contents of its own.</summary>
    private static async Task<List<string>> MessagesAsync(CompiledLibrary[] libraries, params IEnumerable<(string Name, string Value)> properties)
    {
        var compilation = TestCompilation.Create(TestCompilation.AssemblyName, OutputKind.DynamicallyLinkedLibrary,
            [.. TestCompilation.References, .. libraries.Select(library => library.Reference)], "class C;");
        var diagnostics = await Analyzed.DiagnosticsAsync(compilation, Analyzed.Options(properties));
        Assert.All(diagnostics, diagnostic => Assert.Equal(Location.None, diagnostic.Location));
        return [.. diagnostics.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)];
    }
}
