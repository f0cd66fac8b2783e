// All members ignored, always
using System.Text.Json.Serialization;

[assembly: SocketJson({|QR0045:DefaultIgnoreCondition = JsonIgnoreCondition.Always|})]
