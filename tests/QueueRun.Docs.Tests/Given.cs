// What code blocks of pages take for granted. A block gets the statements and the types whose names it mentions and does not declare.

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
ISocket socket = app.Services.GetRequiredService<ISocket>();
ISockets sockets = app.Services.GetRequiredService<ISockets>();
var rooms = app.Services.GetRequiredService<Rooms>();
var token = app.Lifetime.ApplicationStopping;

/// <summary>Which users are in which room.</summary>
internal sealed class Rooms
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Room, string User), bool> _members = new();

    public void Join(string room, string user) => _members[(room, user)] = true;

    public void Leave(string room, string user) => _members.TryRemove((room, user), out _);

    public void LeaveAll(string user)
    {
        foreach (var (member, _) in _members)
        {
            if (member.User == user) _members.TryRemove(member, out _);
        }
    }

    public string[] Members(string room) => [.. _members.Keys.Where(member => member.Room == room).Select(member => member.User)];
}

/// <summary>Who has an account, by token or by password.</summary>
internal sealed class Accounts
{
    private static readonly Account[] s_all = [new("ann", "Ann", true), new("bob", "Bob", false)];

    public Account? FindByToken(string token) => s_all.FirstOrDefault(account => token == $"{account.Id}'s");

    public Account? Find(string name, string password) => s_all.FirstOrDefault(account => account.Name == name && password == "secret");
}

internal sealed record Account(string Id, string Name, bool IsAdmin);
