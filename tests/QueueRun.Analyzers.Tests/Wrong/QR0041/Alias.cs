// By an alias and by a constant, on a class and on a partial struct
using Message = QueueRun.SocketMessageAttribute;

static class Names { public const string Left = "left"; }

[Message("event", "left")] class Left { public string Room { get; set; } = ""; }
[{|QR0041:Message("event", Names.Left)|}] partial struct Gone { public string Room { get; set; } }
