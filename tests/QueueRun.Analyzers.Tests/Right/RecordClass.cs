// A handler in a record, and one in a struct that is static
sealed record Echoes(IServiceProvider Services) { [SocketHandler] internal string On(string data) => data + Services; }
struct Numbers { [SocketHandler("type=one")] internal static int One() => 1; }
