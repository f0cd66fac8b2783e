// A queue without anything in it
static class Mails
{
    [QueueHandler] internal static void {|QR0102:Send|}() => Console.WriteLine("sent");
}
