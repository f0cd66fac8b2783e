// Attributes of the same names that are somebody else's
namespace Other
{
    class SocketHandlerAttribute : Attribute { public double TimeoutSeconds { get; set; } }
    class AuthorizeAttribute : Attribute;
    class Game<T>
    {
        [SocketHandler(TimeoutSeconds = -1), Authorize] private void Move<TTo>(T from, ref TTo to) { }
    }
}
