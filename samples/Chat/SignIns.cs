using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

/// <summary>
/// Who is signed in as whom, on paper that only this program can write and read: a cookie, or a token. Each carries the person's
/// stamp, and is good as long as that stamp is the person's current one. Signing out everywhere changes it.
/// </summary>
internal sealed class SignIns(IDataProtectionProvider protection, string folder)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(10);

    private const string StampClaim = "stamp";

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Chat.SignIn").ToTimeLimitedDataProtector();
    private readonly Lock _lock = new();

    /// <summary>What a cookie holds of a person, and what a token is read as.</summary>
    public ClaimsPrincipal Create(string name) => Create(name, StampOf(name));

    public bool IsCurrent(ClaimsPrincipal person)
        => person.FindFirst(ClaimTypes.NameIdentifier) is { } name && person.FindFirst(StampClaim)?.Value == StampOf(name.Value);

    public string IssueToken(string name, TimeSpan lifetime) => _protector.Protect($"{StampOf(name)} {name}", lifetime);

    /// <summary>The person whose token it is; null when it has expired, when the person has signed out since, and when it was never ours.</summary>
    public ClaimsPrincipal? ReadToken(string token)
    {
        try
        {
            var parts = _protector.Unprotect(token).Split(' ', 2);
            var person = Create(parts[1], parts[0]);
            return IsCurrent(person) ? person : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Makes every cookie and token that the person has worthless, also after a restart.</summary>
    public void SignOutEverywhere(string name)
    {
        lock (_lock)
        {
            // Moved into place whole: the program may be killed at any moment.
            File.WriteAllText(FileOf(name) + ".new", Guid.NewGuid().ToString("N"));
            File.Move(FileOf(name) + ".new", FileOf(name), overwrite: true);
        }
    }

    private static ClaimsPrincipal Create(string name, string stamp)
        => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, name), new(StampClaim, stamp)], "Chat"));

    /// <summary>A real program has it in the person's row of its database. Here it is a small file, for those who ever signed out everywhere.</summary>
    private string StampOf(string name) => File.Exists(FileOf(name)) ? File.ReadAllText(FileOf(name)) : "";

    private string FileOf(string name)
        => Path.Combine(Directory.CreateDirectory(folder).FullName, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
}
