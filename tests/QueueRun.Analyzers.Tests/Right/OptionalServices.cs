// Services that may be missing, generic ones, and keyed ones by text, type and enum
using Microsoft.Extensions.Options;

enum Key { First }
class Rooms;

static class Services
{
    [SocketHandler("s=1")] internal static bool Maybe(Rooms? rooms, IOptions<QueueRunOptions> options, ILogger<Rooms> log) => rooms is null && options is not null && log is not null;
    [SocketHandler("s=2")] internal static bool Keyed([FromKeyedServices("a")] Rooms a, [FromKeyedServices(Key.First)] Rooms b, [FromKeyedServices(typeof(Rooms))] Rooms? c = null) => a != b && b != c;
}
