using System.Text;
using QueueRun.Tests;

namespace QueueRun.Behaviour;

/// <summary>The upgrade request ends when the WebSocket is open, and the connection goes on.</summary>
public abstract class HandOffTests(ServerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task A_connection_goes_on_without_its_request()
    {
        await using var server = await Host.StartAsync();
        await using (var ann = await server.ConnectAsUserAsync("ann"))
        await using (var bob = await server.SignInAsync("bob"))
        {
            await server.ExpectDetachedAsync(2);
            foreach (var client in new[] { ann, bob })
            {
                await client.SendJsonAsync(new { test = "echo", text = "here" });
                await client.ExpectTextAsync("here");
            }

            await ann.CloseAsync();
            await server.ExpectDetachedAsync(1);
        }

        await server.ExpectDetachedAsync(0);
        await server.ExpectOnlineAsync("bob", false);
    }

    [Fact]
    public async Task It_keeps_its_request_where_a_handler_takes_it()
    {
        await using var server = await Host.StartAsync();
        await using var keeps = await server.ConnectAsync("user=ann", "/request");
        await using var lets = await server.ConnectAsUserAsync("ann");
        await keeps.SendJsonAsync(new { test = "path" });
        await keeps.ExpectTextAsync("/request");
        await server.ExpectDetachedAsync(1);
    }

    [Fact]
    public async Task Messages_behind_the_handshake_are_not_lost()
    {
        await using var raw = await RawWebSocket.OpenAsync(Server.Address);
        var asked = string.Join("\r\n", RawWebSocket.Handshake(Server.Socket($"user={Fresh("ann")}"))) + "\r\n\r\n";
        await raw.SendBytesAsync([.. Encoding.Latin1.GetBytes(asked), .. RawWebSocket.Frame(Opcode.Text, """{"test":"echo","text":"early"}"""u8.ToArray())]);
        Assert.StartsWith("HTTP/1.1 101 ", await raw.ReadHeadAsync(), StringComparison.Ordinal);
        await raw.ExpectAsync(Opcode.Text, "early");
    }

    [Fact]
    public async Task A_client_that_vanishes_is_missed()
    {
        var user = Fresh("ann");
        await using var raw = await Server.ConnectRawAsync($"user={user}");
        await Server.ExpectOnlineAsync(user, true);
        raw.Vanish();
        await Server.ExpectOnlineAsync(user, false);
    }
}

public sealed class HandOffInProcess(InProcessHost host) : HandOffTests(host);

public sealed class HandOffInBinary(BinaryHost host) : HandOffTests(host);
