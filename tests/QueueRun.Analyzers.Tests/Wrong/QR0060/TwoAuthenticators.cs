// Two ways to sign in
record Token(string Value);
record Password(string Name, string Value);

static class ByToken { [Authenticate] internal static SocketUser? Who([FromMessage] Token token) => new(token.Value); }
static class ByPassword { [Authenticate] internal static SocketUser? {|QR0060:Who|}([FromMessage] Password password) => new(password.Name); }
