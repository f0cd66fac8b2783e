// A list in a local function of a component, whose names are in capitals
static partial class Panel
{
    internal static async Task Load(ISocket? socket)
    {
#line 3 "PANEL.razor"
        async Task Send(List<int> numbers) { if (socket is { } open) await {|QR0046:open.SendAsync(numbers)|}; }
#line default
        await Send([1, 2]);
    }
}
