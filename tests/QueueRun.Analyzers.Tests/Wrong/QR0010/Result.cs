// The result of a task, in an expression
static class Pages
{
    [SocketHandler("type=page")] internal static string Read(HttpClient http) => http.GetStringAsync("https://example.org").{|QR0010:Result|};
}
