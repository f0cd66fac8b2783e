// A private method that takes and gives private types, which the compiler allows
static class Chat
{
    private record Question(string Text);

    private record Answer(string Text);

    [SocketHandler("action=ask")]
    private static Task<Answer?> {|QR0001:Ask|}([FromMessage] Question question) => Task.FromResult<Answer?>(new(question.Text));
}
