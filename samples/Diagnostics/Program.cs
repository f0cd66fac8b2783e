// Maps an endpoint without handlers, and does not call AddQueueRun.
var app = WebApplication.Create(args);
app.MapSockets("/admin", "admin");
app.Run();
