// Two methods of one queue's name
record Mail(string To);
record Letter(string To);

static class Post
{
    [QueueHandler("post")] internal static void Send(Mail job) => Console.WriteLine(job);
    [{|QR0100:QueueHandler("post")|}] internal static void Bring(Letter job) => Console.WriteLine(job);
}
