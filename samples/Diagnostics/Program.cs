// Says nothing of QueueRun: no AddQueueRun, no MapSockets.
var app = WebApplication.Create(args);
app.Run();
