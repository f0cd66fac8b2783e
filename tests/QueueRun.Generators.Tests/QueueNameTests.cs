using QueueRun.Analysis;

namespace QueueRun.Generators.Tests;

public class QueueNameTests
{
    [Theory]
    [InlineData("ChatMessage", "chat_message")]
    [InlineData("ChatMessageAsync", "chat_message")]
    [InlineData("Send", "send")]
    [InlineData("SendHTMLMail", "send_html_mail")]
    [InlineData("SendHTML", "send_html")]
    [InlineData("V2Import", "v2_import")]
    [InlineData("ImportV2", "import_v2")]
    [InlineData("Sha256Hash", "sha256_hash")]
    [InlineData("HTML5Page", "html5_page")]
    [InlineData("Send_Mail", "send_mail")]
    [InlineData("send_mail", "send_mail")]
    [InlineData("_Clean", "_clean")]
    [InlineData("ACase", "a_case")]
    [InlineData("M", "m")]
    [InlineData("Async", "async")]
    [InlineData("SendAsyncAsync", "send_async")]
    [InlineData("Sendasync", "sendasync")]
    [InlineData("ÄrgerMelden", "ärger_melden")]
    public void A_methods_name_becomes_a_queues(string method, string queue)
    {
        Assert.Equal(queue, QueueName.Of(method));
        Assert.Null(QueueName.Check(queue));
    }
}
