// A message that is to come from the services
using Microsoft.AspNetCore.Mvc;

[SocketMessage("say")] record Say(string Text);

static class Chat
{
    [SocketHandler("type=say")] internal static string On([{|QR0025:FromServices|}] Say say) => say.Text;
}
