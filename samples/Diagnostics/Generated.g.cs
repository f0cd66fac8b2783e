namespace Diagnostics;

static class Generated
{
    [SocketHandler("action=generated")]
    static string Hidden() => "generated";
}
