// A handler that implements an interface by its name
interface IPing { string Ping(); }
class Pings : IPing { [SocketHandler("type=ping")] public string Ping() => "pong"; }
