// Scalars behind routes, nullable, an enum, and by [FromMessage]
enum Colour { Red, Green }

partial class Canvas
{
    [SocketHandler("type=colour")] internal static Colour Paint([FromMessage] Colour {|QR0008:colour|}) => colour;
}
partial class Canvas
{
    [SocketHandler("[size]"), SocketHandler("[width]")] internal static int Resize(int? {|QR0008:data|}) => data ?? 0;
    [SocketHandler("[id]")] internal static string Find(Guid id, [FromMessage] List<Guid> {|QR0008:all|}) => $"{id} {all.Count}";
}
