// By an alias, beside another message
using Injected = Microsoft.AspNetCore.Mvc.FromServicesAttribute;

[SocketMessage("say")] class Say { public string Text { get; set; } = ""; }

static class Chat
{
    [SocketHandler("type=say")] internal static string On(JsonElement data, [{|QR0025:Injected|}] Say say) => data + say.Text;
}
