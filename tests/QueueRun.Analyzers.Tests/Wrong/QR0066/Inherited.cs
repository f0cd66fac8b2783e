// The attribute of a base class, with an argument that emitted code cannot name
using Microsoft.AspNetCore.Authorization;

[Needs(typeof(Secret))]
abstract class Base
{
    private sealed class Secret;
}

sealed class Admin : Base
{
    [SocketHandler("type=ban")] internal string {|QR0066:Ban|}(JsonElement data) => data.ToString();
}

sealed class NeedsAttribute(Type type) : AuthorizeAttribute(type.Name);
