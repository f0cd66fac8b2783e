// A partial type whose other part makes it private
partial class Server
{
    partial class Chat
    {
        [SocketHandler] internal static void {|QR0001:Say|}(string data) => Console.WriteLine(data);
    }
}
partial class Server
{
    private partial class Chat;
}
