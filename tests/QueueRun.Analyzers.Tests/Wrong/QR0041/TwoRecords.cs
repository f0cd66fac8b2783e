// Two records of one name on the wire
[SocketMessage("said")] record Said(string Text);
[{|QR0041:SocketMessage("said")|}] record SaidToo(string Text);
