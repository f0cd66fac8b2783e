// A push nobody waits for, through an alias, in an accessor
using Mails = QueueRun.IQueue<string>;

class Outbox(Mails mails)
{
    internal string Next { set => {|QR0080:mails.PushAsync(value)|}; }
}
