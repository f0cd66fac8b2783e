// In a hook, of a name that is given by name, behind a question mark
static class Presence
{
    private const string Nowhere = "";

    [OnJoin]
    internal static async Task Joined(string room, ISocket? socket, CancellationToken token)
    {
        if (socket?.LeaveAsync(cancellationToken: token, room: {|QR0088:Nowhere|}) is { } leaving) await leaving;
    }
}
