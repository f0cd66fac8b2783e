// Tokens and passwords as properties and as members, not as values of routes
record SignIn(string Name, string Password);

static class Door
{
    [Authenticate] internal static SocketUser? Open(SignIn data) => data.Password == Environment.GetEnvironmentVariable("PASSWORD") ? new(data.Name) : null;
    [SocketHandler("type=refresh/[token]")] internal static string Refresh(string token) => token.Length.ToString();
    [SocketHandler("type=token")] internal static string Issue() => Guid.NewGuid().ToString();
    [SocketHandler("type=reset/password=''")] internal static string Reset() => "reset";
}
