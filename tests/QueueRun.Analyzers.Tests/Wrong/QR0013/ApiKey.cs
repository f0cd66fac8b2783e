// A key in a verbatim string, quoted, with another spelling of the name
static class Metrics
{
    [SocketHandler(@"{|QR0013:api-key='a/b'|}/[metric]")] internal static string Read(string metric) => metric;
}
