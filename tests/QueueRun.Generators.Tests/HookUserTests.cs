using QueueRun.TestCompilations;

namespace QueueRun.Generators.Tests;

/// <summary>The application's own users, where a hook may be called by a process that has never seen them.</summary>
public class HookUserTests
{
    private const string Program = """
        record AppUser(string Id, string Name) : ISocketUser;
        record Admin(string Id, string Name, int Level) : AppUser(Id, Name);
        record Guest(string Id) : ISocketUser;
        record Odd(string Id, Action Text) : ISocketUser;
        static class Life
        {
            [Authenticate] internal static AppUser? Who(string name) => new(name, name);
            [OnOnline, OnOffline] internal static void Online(AppUser user) {}
            [OnJoin] internal static void Join(Admin? user, string room) {}
            [OnLeave] internal static void Leave(ISocketUser user, Odd? odd) {}
            [OnOnline] internal static void Plain(SocketUser? user, string userId) {}
            [SocketHandler] internal static void Say(Guest user, string text) {}
        }
        """;

    [Fact]
    public void Types_of_hooks_have_writers_and_contracts()
    {
        var run = GeneratorRun.Of(SeveralProcesses.Create(Program));
        Assert.Equal(["module.HookUser<global::Admin>(MessageWriters.Write_Admin);", "module.HookUser<global::AppUser>(MessageWriters.Write_AppUser);"], Users(run));
        Assert.Contains("module.Received<global::Admin>", run.File("Messages.g.cs"), StringComparison.Ordinal);
        Assert.Contains("module.Received<global::AppUser>", run.File("Messages.g.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain(run.Files, file => file.HintName.StartsWith("Messages", StringComparison.Ordinal) && file.SourceText.ToString().Contains("Guest", StringComparison.Ordinal));
    }

    [Fact]
    public void In_one_process_there_is_nothing_to_write()
    {
        var run = GeneratorRun.Of(Program);
        Assert.Empty(Users(run));
        Assert.DoesNotContain(run.FileNames, name => name.StartsWith("Messages", StringComparison.Ordinal));
        var other = GeneratorRun.Of(TestCompilation.Create(Program).AddReferences(SeveralProcesses.Named("QueueRun.Redistribution")));
        Assert.Equal(Texts(run), Texts(other));

        static IEnumerable<(string, string)> Texts(GeneratorRun run) => run.Files.Select(file => (file.HintName, file.SourceText.ToString()));
    }

    [Fact]
    public void The_reference_decides_also_when_it_comes_and_goes()
    {
        var one = GeneratorRun.Of(Program);
        var several = one.Change(input => input.AddReferences(SeveralProcesses.Reference));
        Assert.NotEmpty(Users(several));
        Assert.Empty(Users(several.Change(input => input.RemoveReferences(SeveralProcesses.Reference))));
    }

    [Fact]
    public void A_hook_whose_user_cannot_be_written_is_left_out()
    {
        const string Source = """
            record Odd(string Id, Action Text) : ISocketUser;
            static class Life
            {
                [OnOnline] internal static void Online(Odd user) {}
                [OnOffline] internal static void Offline(Odd? user) {}
            }
            """;
        var run = GeneratorRun.Of(SeveralProcesses.Create(Source));
        Assert.DoesNotContain("module.OnOnline", run.File("Handlers.g.cs"), StringComparison.Ordinal);
        Assert.Contains("module.OnOffline", run.File("Handlers.g.cs"), StringComparison.Ordinal);
        Assert.Empty(Users(run));
        Assert.Contains("module.OnOnline", GeneratorRun.Of(Source).File("Handlers.g.cs"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Users(GeneratorRun run)
        => run.File("Handlers.g.cs").Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("module.HookUser", StringComparison.Ordinal));
}
