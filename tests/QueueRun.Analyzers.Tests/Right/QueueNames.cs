// Names of queues: the method's, without Async, and one that is written
record A(int X); record B(int X); record C(int X); record HTTPCall(string Url);

static class Queues
{
    [QueueHandler] internal static Task SendMailAsync(A job) => Task.CompletedTask;
    [QueueHandler("mail.v2-x_1")] internal static void Send(B data) { }
    [QueueHandler(name: "größe")] internal static void Measure([FromMessage] C size) { }
    [QueueHandler] internal static void HTTPCalls(HTTPCall job) { }
}
