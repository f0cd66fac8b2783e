// A member that JSON calls so, in the other part
using System.Text.Json.Serialization;

[{|QR0042:SocketMessage("event", "moved")|}] partial class Moved;
partial class Moved { [JsonPropertyName("event")] public string? What { get; set; } }
