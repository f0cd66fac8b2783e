// The connection of nobody, held by a class that is built for the run
class Digests(ISocket socket)
{
    [ScheduleHandler("daily")] internal async Task Morning() => await {|QR0082:socket.Connection.SendAsync("good morning")|};
}
