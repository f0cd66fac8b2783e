// A record in a lambda of a view, with a token
record Seen(int Number);

class Index
{
    internal Func<ISockets, CancellationToken, Task> Callback { get; } =
#line 7 "Views/Home/Index.cshtml"
        async (all, token) => await {|QR0046:all.To("ann").SendAsync(message: new Seen(1), cancellationToken: token)|};
#line hidden
}
