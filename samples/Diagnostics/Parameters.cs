namespace Diagnostics;

record Question(string Text);

record Answer(string Text);

[SocketMessage("action", "vote")]
record Vote(int Choice);

static class Parameters
{
    [SocketHandler("action=two")]
    internal static void Two([FromMessage] Question question, [FromMessage] Answer answer) => Console.WriteLine((question, answer));

    [SocketHandler("action=ask")]
    internal static void Ask(Question question) => Console.WriteLine(question);

    [SocketHandler("action=count")]
    internal static void Count(ref int count) => count++;

    [SocketHandler("action=open/[when]")]
    internal static void Open(Action when) => when();

    [SocketHandler]
    internal static void Voted([FromServices] Vote vote) => Console.WriteLine(vote);
}
