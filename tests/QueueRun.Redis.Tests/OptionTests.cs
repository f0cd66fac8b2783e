using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace QueueRun.Redis.Tests;

/// <summary>How a program is told of its Redis, and what it says of settings that cannot work.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("127.0.0.1:6379,wrong=1", "wrong")]
    [InlineData("password=x", "names no server")]
    public void A_wrong_connection_string_is_refused_where_it_stands(string configuration, string why)
        => Assert.Contains(why, Assert.Throws<ArgumentException>(() => Program(builder => builder.AddRedis(configuration))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("LeaseTime", "00:00:02", "3 s to 5 min")]
    [InlineData("LeaseTime", "soon", "a time such as 00:00:15")]
    [InlineData("SendTimeout", "00:01:00", "100 ms to 30 s")]
    [InlineData("ConnectTimeout", "00:00:00.05", "100 ms to 1 min")]
    [InlineData("MaxPendingSize", "1", "64 KiB to 1 GiB")]
    [InlineData("ReplayLength", "-1", "a whole number")]
    [InlineData("ReplayLength", "2000000", "0 to 1,000,000")]
    [InlineData("Prefix", "{x}", "1 to 100 characters without braces")]
    [InlineData("Configuration", "", "names no server")]
    public async Task A_wrong_option_stops_the_program(string option, string value, string why)
    {
        await using var app = Program(builder => builder.AddRedis("127.0.0.1:1"), (option, value));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_come_from_code_and_from_the_configuration()
    {
        await using var app = Program(
            builder => builder.AddRedis("127.0.0.1:1", redis => redis.ReplayLength = 7), ("LeaseTime", "00:00:20"), ("Prefix", "shop"), ("ReplayLength", "8"));
        var options = app.Services.GetRequiredService<IOptions<RedisOptions>>().Value;
        Assert.Equal(("127.0.0.1:1", "shop", 20, 7), (options.Configuration, options.Prefix, (int)options.LeaseTime.TotalSeconds, options.ReplayLength));
    }

    [Fact]
    public async Task The_prefix_is_the_applications_name_by_default()
    {
        await using var app = Program(builder => builder.AddRedis("127.0.0.1:1"));
        Assert.Equal("QueueRun.Redis.Tests", app.Services.GetRequiredService<IOptions<RedisOptions>>().Value.Prefix);
    }

    [Fact]
    public async Task A_connection_of_the_application_is_used_and_stays_open()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "secret");
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},password=secret");
        await using (var app = Program(builder => builder.AddRedis(_ => connection), ("Prefix", "own")))
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1, await connection.GetDatabase().SortedSetLengthAsync("{own}:processes"));
            Assert.Equal(["ann"], (await app.Services.GetRequiredService<ISockets>().To("ann").SendAsync("?", TestContext.Current.CancellationToken)).Offline);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, await connection.GetDatabase().SortedSetLengthAsync("{own}:processes"));
    }

    [Fact]
    public async Task Redis_may_have_a_password()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "secret");
        await using var node = await Node.StartAsync($"{redis.Configuration},password=secret", new Events());
        Assert.Equal(["ann"], (await node.SendAsync("ann", "?")).Offline);
    }

    [Fact]
    public async Task A_Redis_that_may_evict_is_named_in_the_log()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        using var logs = new Logs();
        await using var node = await Node.StartAsync(redis.Configuration, new Events(), logs: logs);
        Assert.NotEqual("", logs.Find("maxmemory-policy allkeys-lru"));
    }

    [Fact]
    public async Task A_full_Redis_is_no_lie()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory-policy", "noeviction");
        await using var node = await Node.StartAsync(redis.Configuration, new Events(), options: options => options.ConnectTimeout = TimeSpan.FromMilliseconds(300));
        await using var other = await Node.StartAsync(redis.Configuration, new Events());
        await using var ann = await node.ConnectAsync("ann");
        await using var bob = await other.ConnectAsync("bob");
        foreach (var device in new[] { ann, bob }) await device.ExpectNothingAsync();
        await redis.AskAsync("CONFIG", "SET", "maxmemory", "1");
        var result = await node.SendAsync(["ann", "bob"], "local");
        Assert.Equal((1, "ann bob"), (result.Recipients, string.Join(' ', result.Unknown)));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => node.ConnectAsync("eve"));

        await redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
        await Patience.EventuallyAsync(async () => await node.SendAsync("bob", "now"), sent => sent is { IsComplete: true, Recipients: 1 });
        await bob.ExpectTextAsync("now");
        await using var eve = await node.ConnectAsync("eve");
        await eve.ExpectNothingAsync();
    }

    private static WebApplication Program(Action<QueueRunBuilder> configure, params (string Option, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder([.. settings.Select(setting => $"--QueueRun:Redis:{setting.Option}={setting.Value}"), "--urls=http://127.0.0.1:0"]);
        builder.Services.AddSingleton(new Events());
        configure(builder.Services.AddQueueRun());
        return builder.Build();
    }
}
