// A JsonSerializerContext of the program's own, which lists some of its messages
using System.Text.Json.Serialization;

record Listed(string Text);
record Emitted(string Text);

[JsonSerializable(typeof(Listed))]
partial class Context : JsonSerializerContext
{
    public Context() : base(null) { }
    public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
}
static class Chat
{
    [SocketHandler("type=a")] internal static Emitted A(Emitted data) => data;
}
