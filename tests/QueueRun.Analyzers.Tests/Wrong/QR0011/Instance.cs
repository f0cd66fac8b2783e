// A class whose constructor takes none either, by the attribute's full name
class Reports(HttpClient http)
{
    [global::QueueRun.SocketHandlerAttribute({|QR0011:TimeoutSeconds = 10.5|})]
    internal Task<string> Make(string data) => http.GetStringAsync(data);
}
