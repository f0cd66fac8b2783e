using System.Buffers.Text;

namespace QueueRun.Hostile;

/// <summary>A connection's id is in logs and may become known: it gives no access.</summary>
public sealed class ConnectionIdTests(TargetServer target)
{
    [Fact]
    public async Task Ids_are_128_random_bits()
    {
        const int Connections = 64;
        var server = await target.SharedAsync();
        var ids = new List<byte[]>();
        for (var i = 0; i < Connections; i++)
        {
            await using var client = await server.ConnectAsUserAsync($"id-{i}");
            ids.Add(Base64Url.DecodeFromChars(await IdAsync(client)));
        }

        Assert.All(ids, id => Assert.Equal(16, id.Length));

        // Each bit is sometimes set and sometimes not: the id contains no counter, time or version. (By chance: 128 in 2^63.)
        for (var bit = 0; bit < 128; bit++)
        {
            var set = ids.Count(id => (id[bit / 8] >> (bit % 8) & 1) == 1);
            Assert.InRange(set, 1, Connections - 1);
        }
    }

    [Fact]
    public async Task Who_knows_anothers_id_has_nothing()
    {
        var server = await target.SharedAsync();
        await using var victim = await server.ConnectAsUserAsync("robbed");
        var id = await IdAsync(victim);

        // As a user to send to, to close or to ask about; as one's own identity at the upgrade; and in a message.
        await using var thief = await server.ConnectAsUserAsync("thief");
        await thief.SendJsonAsync(new { test = "send-to", to = new[] { id }, text = "stolen" });
        Assert.Equal(id, (await thief.ReceiveAsync()).Json.GetProperty("offline")[0].GetString());
        await server.PostAsync($"/close?to={id}");
        Assert.False(await server.IsOnlineAsync(id));
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync(
            [.. RawWebSocket.Handshake(server.Socket($"connectionId={id}&id={id}")), $"Cookie: connection={id}", $"Sec-WebSocket-Protocol: {id}", $"X-Connection-Id: {id}"]);
        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        await raw.SendTextAsync("""{"user":""}""");
        await raw.SendTextAsync($$"""{"test":"maybe-user-id","connectionId":"{{id}}","userId":"robbed"}""");
        await raw.ExpectAsync(Opcode.Text, "id of nobody");

        await victim.ExpectNothingAsync();
    }

    [Fact]
    public async Task Nobody_is_told_an_id_unless_the_program_tells_it()
    {
        var server = await target.SharedAsync();
        await using var raw = await RawWebSocket.OpenAsync(server.Address);
        var head = await raw.RequestAsync(RawWebSocket.Handshake(server.Socket("user=told")));
        await raw.SendTextAsync("""{"test":"request"}""");
        var id = System.Text.Json.JsonElement.Parse((await raw.ReceiveAsync())!.Payload).GetProperty("connectionId").GetString()!;
        await raw.SendTextAsync("""{"test":"throw","how":"at once"}""");
        Assert.DoesNotContain(id, head + (await raw.ReceiveAsync())!.Text, StringComparison.Ordinal);
    }

    private static async Task<string> IdAsync(SocketClient client)
    {
        await client.SendJsonAsync(new { test = "request" });
        return (await client.ReceiveAsync()).Json.GetProperty("connectionId").GetString()!;
    }
}
