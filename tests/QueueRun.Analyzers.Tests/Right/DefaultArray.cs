// An array, a number and an enum where no route asks for an object
enum Colour { Red, Green }
record Colours(Colour[] All);

static class Sums
{
    [SocketHandler] internal static int Sum(int[] data) => data.Sum();
    [SocketHandler("type=paint/[colour]")] internal static Colour Paint(Colour colour) => colour;
    [SocketHandler("type=all")] internal static int All(Colours data) => data.All.Length;
    [SocketHandler("type=map")] internal static int Map(Dictionary<string, JsonElement> data) => data.Count;
}
