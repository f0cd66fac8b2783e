// One method for a message and for a job
record Mail(string To, string Text);

static class Mails
{
    [SocketHandler("type=mail"), QueueHandler("mail")] internal static async Task Send(Mail data, ISocket socket, CancellationToken token) => await socket.SendAsync(data.Text, token);
}
