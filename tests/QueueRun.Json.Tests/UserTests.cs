using System.Text;
using Microsoft.Extensions.Logging;
using QueueRun.Presence;
using QueueRun.TestCompilations;

namespace QueueRun.Json.Tests;

/// <summary>The application's own users: written by a process that has them, and read by one that calls a hook for them.</summary>
public class UserTests
{
    private const string Program = """
        using System.Security.Claims;
        using System.Text.Json.Serialization;
        record AppUser(string Id, string DisplayName) : ISocketUser
        {
            [JsonPropertyName("since")] public DateOnly Joined { get; init; }
            [JsonConverter(typeof(JsonStringEnumConverter<Color>))] public Color Color { get; init; }
            [JsonIgnore] public ClaimsPrincipal? Principal { get; init; }
        }
        enum Color { Red, Green }
        record Admin(string Id, string DisplayName, int[] Levels) : AppUser(Id, DisplayName);
        record Visitor(string Id, string DisplayName) : AppUser(Id, DisplayName);
        record Member(string Id) : SocketUser(Id) { public string? Club { get; init; } }
        [JsonDerivedType(typeof(Cat), "cat"), JsonDerivedType(typeof(Dog), "dog")] abstract record Pet(string Id) : ISocketUser;
        record Cat(string Id, int Lives) : Pet(Id);
        record Dog(string Id, string Bone) : Pet(Id);
        class Nameless : ISocketUser { [JsonIgnore] public string Id { get; set; } = ""; }
        class Angry : ISocketUser { public string Id { get; set; } = ""; public string Text { get => Id == "angry" ? throw new InvalidOperationException("Angry.") : ""; set => _ = value; } }
        record Stranger(string Id) : ISocketUser;
        static class Life
        {
            [OnOnline] internal static void Online(AppUser? user) {}
            [OnOffline] internal static void Offline(Admin? user, Nameless? nameless, Angry? angry) {}
            [OnJoin] internal static void Join(Member? user) {}
            [OnLeave] internal static void Leave(Pet? user) {}

            internal static ISocketUser[] All() =>
            [
                new AppUser("ann", "Ann \u00e9 \"x\"") { Joined = new(2026, 11, 30), Color = Color.Green },
                new Admin("bob", "Bob", [1, 2]) { Color = Color.Red },
                new Member("cat") { Club = "chess" },
                new Cat("tom", 9),
                new Dog("rex", "big"),
            ];

            internal static ISocketUser Known() => new AppUser("ann", "Ann") { Principal = new() };
            internal static ISocketUser Visitor() => new Visitor("ann", "Ann");
            internal static ISocketUser Stranger() => new Stranger("ann");
            internal static ISocketUser Nameless() => new Nameless { Id = "xann" };
            internal static ISocketUser Angry() => new Angry { Id = "angry" };
        }
        """;

    private static readonly LoadedProgram s_program = LoadedProgram.Of(GeneratorRun.Of(SeveralProcesses.Create(Program)).Output);

    private readonly Entries _log = new();
    private readonly UserJson _users;

    public UserTests() => _users = s_program.Users(_log);

    [Fact]
    public void A_user_is_read_as_it_was_written()
    {
        foreach (var user in (ISocketUser[])s_program.Call("Life", "All")!)
        {
            var read = _users.Read(user.Id, _users.Write(user));
            Assert.Equal(user.GetType(), read.GetType());
            Assert.Equal(
                System.Text.Json.JsonSerializer.Serialize(user, user.GetType(), LoadedProgram.Reflected),
                System.Text.Json.JsonSerializer.Serialize(read, user.GetType(), LoadedProgram.Reflected));
        }

        Assert.Empty(_log);
    }

    [Fact]
    public void The_JSON_is_that_of_a_message_of_the_type()
    {
        var json = _users.Write((ISocketUser)s_program.Call("Life", "Known")!);
        Assert.Equal("""["AppUser, My.App",{"id":"ann","displayName":"Ann","since":"0001-01-01","color":"Red"}]""", Encoding.UTF8.GetString(json!));
    }

    [Fact]
    public void A_user_of_a_type_that_no_hook_takes_is_written_as_the_type_that_it_derives_from()
    {
        var read = _users.Read("ann", _users.Write((ISocketUser)s_program.Call("Life", "Visitor")!));
        Assert.Equal("AppUser", read.GetType().Name);
        Assert.Null(_users.Write((ISocketUser)s_program.Call("Life", "Stranger")!));
        Assert.Null(_users.Write(new SocketUser("ann")));
    }

    [Fact]
    public void Where_no_hook_takes_an_own_type_nothing_is_written()
    {
        var none = LoadedProgram.Of(GeneratorRun.Of(SeveralProcesses.Create("static class C { [OnOnline] internal static void M(SocketUser user) {} }")).Output).Users(_log);
        Assert.Null(none.Write(new SocketUser("ann")));
        Assert.Equal(new SocketUser("ann"), none.Read("ann", []));
        Assert.Empty(_log);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1,{}]")]
    [InlineData("[\"AppUser, My.App\"]")]
    [InlineData("[\"AppUser, My.App\",null]")]
    [InlineData("[\"AppUser, My.App\",{\"id\":\"ann\"},1]")]
    [InlineData("[\"AppUser, My.App\",{\"id\":\"ann\"}]]")]
    [InlineData("[\"AppUser, My.App\",{\"id\":\"ann\",\"color\":\"Blue\"}]")]
    [InlineData("[\"AppUser, My.App\",{\"id\":\"bob\"}]")]
    [InlineData("[\"AppUser, My.App\",{\"id\":\"ann\"")]
    [InlineData("[\"Pet, My.App\",{\"id\":\"ann\"}]")]
    [InlineData("[\"Gone, My.App\",{\"id\":\"ann\"}]")]
    [InlineData("[\"Stranger, My.App\",{\"id\":\"ann\"}]")]
    public void JSON_that_cannot_be_read_leaves_the_id(string json)
    {
        Assert.Equal(new SocketUser("ann"), _users.Read("ann", Encoding.UTF8.GetBytes(json)));
        Assert.Equal("Warning 303: The user ann cannot be read from JSON: hooks receive a SocketUser", Assert.Single(_log));
    }

    [Fact]
    public void A_type_whose_JSON_has_no_id_is_not_read()
    {
        Assert.Equal(new SocketUser("xann"), _users.Read("xann", _users.Write((ISocketUser)s_program.Call("Life", "Nameless")!)));
        Assert.Equal("Warning 303: The user xann cannot be read from JSON: hooks receive a SocketUser", Assert.Single(_log));
    }

    [Fact]
    public void A_user_that_throws_is_not_written()
    {
        Assert.Null(_users.Write((ISocketUser)s_program.Call("Life", "Angry")!));
        Assert.Equal("Warning 302: The user angry cannot be written as JSON: hooks of another process receive a SocketUser", Assert.Single(_log));
    }

    /// <summary>What was logged.</summary>
    private sealed class Entries : List<string>, ILogger<UserJson>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.NotNull(exception);
            Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
        }
    }
}
