// Added in a Main, and not mapped
static partial class Server
{
    private static void Main()
    {
        var builder = WebApplication.CreateBuilder();
        DependencyInjection(builder.Services);
        builder.Build().Run();
    }

    private static void DependencyInjection(IServiceCollection services) => services.AddQueueRun();
}
static partial class Server
{
    [QueueRun.SocketHandler] internal static string {|QR0120:Echo|}(string data) => data;
}
