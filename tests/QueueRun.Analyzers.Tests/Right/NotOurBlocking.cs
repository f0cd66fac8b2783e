// Code that blocks where QueueRun does not call it
static class Elsewhere
{
    internal static string Read(HttpClient http) => http.GetStringAsync("https://example.org").Result;
    internal static void Wait() => Thread.Sleep(1);
    internal static void Run(Task task) => task.GetAwaiter().GetResult();
}
