// Sleeping, and waiting for a lock, with the type by an alias
using T = System.Threading.Thread;

class Slow
{
    private static readonly SemaphoreSlim s_one = new(1);

    [SocketHandler("type=slow")]
    internal void On()
    {
        s_one.{|QR0010:Wait|}();
        T.{|QR0010:Sleep|}(100);
        if (!s_one.Wait(0)) s_one.Release();
    }
}
