// Other methods called SendAsync and To, of other types
class Mailer { public Task SendAsync<T>(T message) => Task.CompletedTask; public Mailer To(params string[] addresses) => this; }
static class Mails
{
    internal static Task Send(Mailer mailer) => mailer.To().SendAsync<object>((1, 2));
    internal static Task Send(HttpClient http, object message) => http.SendAsync((HttpRequestMessage)message);
}
