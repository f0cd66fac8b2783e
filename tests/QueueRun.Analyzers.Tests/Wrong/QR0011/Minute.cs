// A minute, and no token
static class Reports
{
    [SocketHandler("type=report", {|QR0011:TimeoutSeconds = 60|})]
    internal static async Task<string> Make(HttpClient http) => await http.GetStringAsync("https://example.org");
}
