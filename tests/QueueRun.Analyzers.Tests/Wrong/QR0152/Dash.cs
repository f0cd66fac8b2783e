// A dash, in a constant of another class
static class Names { internal const string Create = "todo-create"; }

static class Todos { [SocketHandler("action=create", {|QR0152:Name = Names.Create|})] internal static string Create() => "created"; }
