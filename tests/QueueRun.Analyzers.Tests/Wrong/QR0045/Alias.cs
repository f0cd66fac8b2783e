// A condition for one member only, set for all, by an alias
using System.Text.Json.Serialization;
using Settings = QueueRun.SocketJsonAttribute;

[assembly: Settings(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, {|QR0045:DefaultIgnoreCondition = JsonIgnoreCondition.WhenWriting|})]
