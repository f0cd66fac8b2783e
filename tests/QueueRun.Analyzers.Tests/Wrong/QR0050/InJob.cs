// A job is stored with a member of type object, and a derived message has one
using System.Text.Json.Serialization;

record Mail(string To, object Attachment);

[JsonDerivedType(typeof(Circle), "circle")] abstract record Shape;
sealed record Circle(int Radius, IReadOnlyList<object> Marks) : Shape;

static class Jobs
{
    [QueueHandler] internal static void SendMail(Mail {|QR0050:job|}) { }

    internal static ValueTask<SendResult> Draw(Shape shape, ISocket socket) => socket.To("ann").SendAsync({|QR0050:shape|});
}
