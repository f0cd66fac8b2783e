// Awaiting in every form, and what a lambda blocks
static class Waiting
{
    [SocketHandler("w=1")] internal static async Task A(HttpClient http, CancellationToken token) => await http.GetAsync("/", token).ConfigureAwait(false);
    [SocketHandler("w=2")] internal static async Task B(CancellationToken token) { await Task.Delay(1, token); await using var x = new System.IO.MemoryStream(); }
    [SocketHandler("w=3")] internal static async Task C() { await foreach (var number in Numbers()) Console.WriteLine(number); }
    private static async IAsyncEnumerable<int> Numbers() { await Task.Yield(); yield return 1; }
}
