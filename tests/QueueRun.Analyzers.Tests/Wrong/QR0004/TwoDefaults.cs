// Two default handlers for JSON, one of them without parameters
static class First { [SocketHandler] internal static string Hear() => "what?"; }
static class Second { [{|QR0004:SocketHandler|}] internal static JsonElement Echo(JsonElement data) => data; }
