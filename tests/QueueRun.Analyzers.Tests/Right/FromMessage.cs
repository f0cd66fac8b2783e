// The message by its mark, and messages that are services by theirs
using Microsoft.AspNetCore.Mvc;

record Move(int X, int Y);
record Settings(int Most);

static class Game
{
    [SocketHandler("type=move")] internal static bool On([FromMessage] Move move, [FromServices] Settings settings) => move.X < settings.Most;
    [SocketHandler("type=jump")] internal static int Jump(Move data, [FromKeyedServices("game")] Settings settings) => data.Y + settings.Most;
}
