// The constructor wants the user, in a program with a Main
partial class Program
{
    static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        _ = builder.Services.AddQueueRun(options => options.MaxMessageSize = 1024);
        using var app = builder.Build();
        EndpointRouteBuilderOf(app).MapSockets("/ws");
        app.Run();
    }

    private static Microsoft.AspNetCore.Routing.IEndpointRouteBuilder EndpointRouteBuilderOf(WebApplication app) => app;
}

class Profile(ISocketUser {|QR0008:user|})
{
    [SocketHandler("type=profile")] internal string Show() => user.Id;
}
