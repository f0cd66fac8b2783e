using System.Runtime.InteropServices;

// Chat on three processes, which are one over Redis, behind a proxy: one command starts all of it, and Ctrl+C ends it.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddHostedService<Processes>();
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
var app = builder.Build();

app.MapReverseProxy();

// A terminal that is closed ends it, too.
using var closed = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
{
    signal.Cancel = true;
    app.Lifetime.StopApplication();
});
app.Run();
