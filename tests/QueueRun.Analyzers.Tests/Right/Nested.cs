// Handlers in types nested deep, named like keywords
public class @class
{
    protected internal static class @event
    {
        [SocketHandler("type=deep")] internal static string @return(JsonElement @this) => "deep";
    }
}
