using Microsoft.AspNetCore.SignalR;

namespace QueueRun.Clients.Benchmarks;

internal sealed record Order(string Dish, int Count);

internal sealed record Price(string Dish, double Amount);

internal static class Shop
{
    [SocketHandler("action=price")]
    internal static Price PriceOf(Order data) => new(data.Dish, 4.5 * data.Count);
}

internal sealed class PriceHub : Hub
{
#pragma warning disable CA1822 // a hub's methods are methods of its instance
    public Price Price(Order order) => new(order.Dish, 4.5 * order.Count);
#pragma warning restore CA1822
}
