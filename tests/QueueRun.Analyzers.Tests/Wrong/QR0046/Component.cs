// An anonymous object that a component sends when it is clicked
class Panel(ISocket socket)
{
#line 12 "Pages/Panel.razor"
    internal Task Click() => {|QR0046:socket.To("ann", "bob").SendAsync(new { action = "click" })|}.AsTask();
#line default
}
