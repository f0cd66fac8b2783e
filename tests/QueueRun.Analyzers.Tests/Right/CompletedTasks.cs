// Results of tasks that are complete, and semaphores that are only asked
static class Tasks
{
    private static readonly SemaphoreSlim s_one = new(1);

    [SocketHandler("t=1")]
    internal static async Task<string> All(HttpClient http, CancellationToken token)
    {
        var first = http.GetStringAsync("https://example.org/1", token);
        var second = http.GetStringAsync("https://example.org/2", token);
        await Task.WhenAll(first, second);
        return first.Result + second.Result;
    }

    [SocketHandler("t=2")]
    internal static async Task<int> Once(Task<int> work, CancellationToken token)
    {
        if (work.IsCompletedSuccessfully) return work.Result;
        if (!s_one.Wait(0, token)) await s_one.WaitAsync(token);
        s_one.Release();
        return await work.WaitAsync(token);
    }

    [SocketHandler("t=3")]
    internal static async Task Elsewhere(Holder holder) => await Task.Run(() => { Thread.Sleep(10); holder.Result.Wait(); });
}
class Holder { public Task Result { get; } = Task.CompletedTask; }
