// A member of the property's name, in another case
[{|QR0042:SocketMessage("said")|}] record Said(string Type, string Text);
