// Anonymous objects, nested, in collections, and with members named like keywords
static class Sending
{
    internal static async Task Run(ISocket socket, IEnumerable<int> numbers)
    {
        await socket.SendAsync(new { @event = "x", inner = new { a = 1, b = new[] { new { c = "d" } } } });
        await socket.SendAsync(numbers.Select(number => new { number, half = number / 2.0 }).ToList());
        await socket.SendAsync(new[] { new { at = DateTime.UtcNow }, new { at = DateTime.MinValue } });
        await socket.SendAsync<string?>(null);
    }
}
