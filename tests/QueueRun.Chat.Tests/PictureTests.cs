using static Microsoft.Playwright.Assertions;

namespace QueueRun.Chat.Tests;

public sealed class PictureTests(Chromium chromium) : ChatTests(chromium)
{
    private const string NoJpeg = "A picture is a JPEG of at most 2048 × 2048 pixels.";

    [Fact]
    public async Task What_is_no_small_picture_goes_to_nobody()
    {
        var ada = await SignedInAsync("Ada");
        await ada.EnterAsync("Lobby");
        using var mallory = await ChatSocket.SignedInAsync(Chat, "Mallory");
        await mallory.DoAsync(new { action = "enter", room = "Lobby" });

        Assert.Equal("A picture begins with a line that names its room.", await AnswerAsync(Jpeg(16, 16)));
        Assert.Equal("There is no such room.", await AnswerAsync([.. "Attic\n"u8, .. Jpeg(16, 16)]));
        Assert.Equal("You are not in Kitchen. Enter it first.", await AnswerAsync([.. "Kitchen\n"u8, .. Jpeg(16, 16)]));
        Assert.Equal("A picture has at most 40 kB.", await AnswerAsync([.. "Lobby\n"u8, .. new byte[40_001]]));
        Assert.Equal(NoJpeg, await AnswerAsync([.. "Lobby\n<svg onload='alert(1)'/>"u8]));
        Assert.Equal(NoJpeg, await AnswerAsync("Lobby\n"u8.ToArray()));
        Assert.Equal(NoJpeg, await AnswerAsync([.. "Lobby\n"u8, .. Jpeg(16, 16)[..^2]]));
        Assert.Equal(NoJpeg, await AnswerAsync([.. "Lobby\n"u8, .. Jpeg(2049, 16)]));
        Assert.Equal(NoJpeg, await AnswerAsync([.. "Lobby\n"u8, .. Jpeg(16, 65535)]));
        // A marker without a length: one reader skips the bytes that another reads.
        Assert.Equal(NoJpeg, await AnswerAsync([.. "Lobby\n"u8, 0xFF, 0xD8, 0xFF, 0x01, 0, 4, .. Jpeg(16, 16)[2..]]));

        await mallory.SendAsync([.. "Lobby\n"u8, .. Jpeg(2048, 2048)]);
        var said = (await mallory.ReceiveAsync("shown")).GetProperty("said");
        Assert.True(said.GetProperty("picture").GetBoolean());
        await Expect(ada.Pictures).ToHaveCountAsync(1);

        await ada.Page.Locator("#file").SetInputFilesAsync(
            new Microsoft.Playwright.FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "Not a picture"u8.ToArray() });
        await Expect(ada.Notice).ToHaveTextAsync("This browser cannot read that as a picture.");
        await Expect(ada.Pictures).ToHaveCountAsync(1);

        async Task<string> AnswerAsync(byte[] message)
        {
            await mallory.SendAsync(message);
            return await mallory.ErrorAsync();
        }
    }

    [Fact]
    public async Task Who_comes_later_sees_the_last_pictures_and_the_room_keeps_no_more()
    {
        var ada = await SignedInAsync("Ada");
        await ada.EnterAsync("Lobby");
        await ada.SendPictureAsync();
        await ada.SeesPictureAsync();
        using (var socket = await ChatSocket.SignedInAsync(Chat, "Ada"))
        {
            for (var i = 0; i < 4; i++)
            {
                await socket.SendAsync([.. "Lobby\n"u8, .. Jpeg(16, 16)]);
                await socket.ReceiveAsync("shown");
            }
            await ada.SayAsync("That was five.");
            var grace = await SignedInAsync("Grace");
            await grace.EnterAsync("Lobby");
            await Expect(grace.Pictures).ToHaveCountAsync(5);
            await grace.SeesPictureAsync();

            await socket.SendAsync([.. "Lobby\n"u8, .. Jpeg(16, 16)]);
            await socket.ReceiveAsync("shown");
        }
        await Expect(ada.Pictures).ToHaveCountAsync(6);
        await ada.Page.ReloadAsync();
        await Expect(ada.Pictures).ToHaveCountAsync(5);
        await Expect(ada.Messages).ToHaveCountAsync(6);
    }

    /// <summary>Bytes that look like a JPEG of this size: its start, one comment, its frame, its end.</summary>
    private static byte[] Jpeg(int width, int height) =>
    [
        0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 1, 2,
        0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        0xFF, 0xD9,
    ];
}
