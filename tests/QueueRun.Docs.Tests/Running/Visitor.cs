using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace QueueRun.Docs.Running;

/// <summary>
/// The parts of a browser that signing in needs: it keeps cookies, follows redirects, and posts a page's form. It treats loopback as
/// secure, as browsers do.
/// </summary>
internal sealed partial class Visitor(Uri home) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience.Limit };
    private readonly Dictionary<(string Authority, string Name), string> _cookies = [];

    public Task<HttpResponseMessage> GetAsync(string path) => FollowAsync(new(HttpMethod.Get, new Uri(home, path)));

    public Task<HttpResponseMessage> PostAsync(string path) => FollowAsync(new(HttpMethod.Post, new Uri(home, path)));

    /// <summary>Opens a WebSocket from one of its own pages.</summary>
    public async Task<SocketClient> ConnectAsync()
    {
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Cookie", CookiesOf(home));
        socket.Options.SetRequestHeader("Origin", home.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(home) { Scheme = "ws", Path = "/socket" }.Uri, CancellationToken.None).WithinLimitAsync("the connection");
        return new(socket);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> FollowAsync(HttpRequestMessage request)
    {
        while (true)
        {
            var uri = request.RequestUri!;
            if (CookiesOf(uri) is { Length: > 0 } cookies) request.Headers.Add("Cookie", cookies);
            var answer = await _http.SendAsync(request);
            Keep(uri, answer);
            if (answer.Headers.Location is { } location && (int)answer.StatusCode is >= 300 and < 400)
            {
                request = new(HttpMethod.Get, new Uri(uri, location));
            }
            else if (Form.Match(await answer.Content.ReadAsStringAsync()) is { Success: true } form)
            {
                var fields = Field.Matches(form.Value).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
                request = new(HttpMethod.Post, form.Groups[1].Value) { Content = new FormUrlEncodedContent(fields) };
            }
            else
            {
                return answer;
            }
        }
    }

    private void Keep(Uri uri, HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies)) return;
        foreach (var cookie in cookies.Select(text => SetCookieHeaderValue.Parse(text)))
        {
            if (cookie.Expires < DateTimeOffset.UtcNow) _cookies.Remove((uri.Authority, cookie.Name.ToString()));
            else _cookies[(uri.Authority, cookie.Name.ToString())] = cookie.Value.ToString();
        }
    }

    private string CookiesOf(Uri uri)
        => string.Join("; ", _cookies.Where(cookie => cookie.Key.Authority == uri.Authority).Select(cookie => $"{cookie.Key.Name}={cookie.Value}"));

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\">.*</form>")]
    private static partial Regex Form { get; }

    [GeneratedRegex("<input name=\"([^\"]*)\" value=\"([^\"]*)\"/>")]
    private static partial Regex Field { get; }
}
