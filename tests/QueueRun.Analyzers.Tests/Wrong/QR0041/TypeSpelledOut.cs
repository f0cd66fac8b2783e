// The property that is the default, spelled out, in another namespace
namespace One { [QueueRun.SocketMessage("moved")] record Moved(int X); }
namespace Two { [{|QR0041:QueueRun.SocketMessageAttribute(property: "type", value: "moved")|}] record Moved(int X); }
