// A sign-in that says yes or no, but not who
static class Door
{
    [Authenticate] internal static bool {|QR0062:Who|}(JsonElement data) => data.TryGetProperty("token", out _);
}
