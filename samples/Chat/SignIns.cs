using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

/// <summary>
/// Cookies and tokens, which only this program can write and read. Each contains the person's stamp, and is valid as long as that is the
/// person's current stamp. Signing out everywhere changes the stamp.
/// </summary>
internal sealed class SignIns(IDataProtectionProvider protection, string folder)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(10);

    private const string StampClaim = "stamp";

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Chat.SignIn").ToTimeLimitedDataProtector();

    /// <summary>The principal in a cookie, and the one that a token is read as.</summary>
    public ClaimsPrincipal Create(string name) => Create(name, StampOf(name));

    public bool IsCurrent(ClaimsPrincipal person)
        => person.FindFirst(ClaimTypes.NameIdentifier) is { } name && person.FindFirst(StampClaim)?.Value == StampOf(name.Value);

    public string IssueToken(string name, TimeSpan lifetime) => _protector.Protect($"{StampOf(name)} {name}", lifetime);

    /// <summary>
    /// The person of a token; null if the token has expired, if the person has signed out since, or if this program did not issue it.
    /// </summary>
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

    /// <summary>Invalidates every cookie and token of the person, also after a restart.</summary>
    public void SignOutEverywhere(string name)
    {
        // Moved into place when complete: the program may be killed at any moment, and another process may do the same.
        var stamp = Guid.NewGuid().ToString("N");
        File.WriteAllText($"{FileOf(name)}.{stamp}", stamp);
        File.Move($"{FileOf(name)}.{stamp}", FileOf(name), overwrite: true);
    }

    private static ClaimsPrincipal Create(string name, string stamp)
        => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, name), new(StampClaim, stamp)], "Chat"));

    /// <summary>
    /// A real program keeps the stamp in the person's row of its database. Here it is a small file, for people who have ever signed out
    /// everywhere.
    /// </summary>
    private string StampOf(string name) => File.Exists(FileOf(name)) ? File.ReadAllText(FileOf(name)) : "";

    private string FileOf(string name)
        => Path.Combine(Directory.CreateDirectory(folder).FullName, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
}
