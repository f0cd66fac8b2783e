// The conditions of two message types, in two classes
[SocketMessage("kind", "note")] record Note(string Text, string? Priority);
[SocketMessage("priority", "high")] record Alarm(string Text, string? Kind);

static class Notes { [SocketHandler({|QR0006:"[priority]"|})] internal static string On(Note note) => note.Text; }
static class Alarms { [SocketHandler("[kind]")] internal static string On(Alarm alarm) => alarm.Text; }
