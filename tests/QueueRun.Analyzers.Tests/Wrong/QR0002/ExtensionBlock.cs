// A method of an extension block
static class Extensions
{
    extension(Exception error)
    {
        [SocketHandler] internal void {|QR0002:Log|}(string data) => Console.WriteLine(error.Message + data);
    }
}
