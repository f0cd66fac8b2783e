using Microsoft.Data.Sqlite;
using QueueRun.Sqlite;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>A problem with the file is reported with its cure, and does not last.</summary>
public sealed class TroubleTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start()
    {
        using (var file = File.CreateText(_folder.Database)) file.Write(new string('x', 10_000));
        await RefusesAsync("is damaged, or is not an SQLite file");
        Assert.Empty(_folder.Leases);
    }

    [Fact]
    public async Task A_damaged_file_stops_the_start()
    {
        await (await _folder.StartAsync()).Store.StopAsync();
        await using (var file = File.OpenWrite(_folder.Database))
        {
            file.Position = 100; // after the header: the schema
            file.Write([.. Enumerable.Repeat((byte)0xEE, 4000)]);
        }

        await RefusesAsync("is damaged, or is not an SQLite file");
    }

    [Fact]
    public async Task A_file_of_a_later_version_stops_the_start()
    {
        await (await _folder.StartAsync()).Store.StopAsync();
        using (var sqlite = Open()) Run(sqlite, "PRAGMA user_version = 99");
        await RefusesAsync("later version of QueueRun.Sqlite");
    }

    [Fact]
    public async Task The_database_of_another_program_is_not_touched()
    {
        using (var sqlite = Open()) Run(sqlite, "CREATE TABLE mine (number INTEGER)");
        await RefusesAsync("another program's database");
    }

    [Fact]
    public async Task A_missing_folder_stops_the_start()
    {
        using var folder = new StoreFolder(Path.Combine(Path.GetDirectoryName(_folder.Database)!, "missing"));
        var error = await Assert.ThrowsAsync<JobStoreException>(() => folder.StartAsync());
        Assert.Contains("its folder does not exist", error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Database)!);
    }

    [Fact]
    public async Task A_locked_file_fails_what_is_asked_and_no_more()
    {
        var jobs = await _folder.StartAsync(settings: "Default Timeout=1");
        await jobs.PushAsync(key: "a");
        var job = await jobs.ClaimOneAsync();
        using (var sqlite = Open())
        {
            Run(sqlite, "BEGIN EXCLUSIVE");
            var push = jobs.PushAsync("sms");
            var complete = jobs.Store.CompleteAsync(job).AsTask();
            var error = await Assert.ThrowsAsync<JobStoreException>(() => push);
            Assert.Contains($"{_folder.Database} is locked by another process for longer than 1 s", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JobStoreException>(() => complete);
            await RefusesAsync("is locked by another process");
            Run(sqlite, "COMMIT");
        }

        await jobs.PushAsync("fax"); // the number of a rolled-back queue belongs to another now
        await jobs.Store.CompleteAsync(job);
        var id = await jobs.PushAsync("sms");
        Assert.Equal([id], await jobs.ClaimIdsAsync(10, "sms"));
        Assert.Equal(default, await jobs.CountsAsync());
    }

    [Fact]
    public async Task A_push_to_a_locked_file_waits_for_its_time_and_no_longer()
    {
        var jobs = await _folder.StartAsync(settings: "Default Timeout=1");
        using var sqlite = Open();
        Run(sqlite, "BEGIN IMMEDIATE");

        // Behind other operations, and during the store's own maintenance.
        List<Task<TimeSpan>> pushes = [];
        for (var i = 0; i < 50; i++)
        {
            pushes.Add(Task.Run(async () =>
            {
                var start = TimeProvider.System.GetTimestamp();
                await Assert.ThrowsAsync<JobStoreException>(() => jobs.PushAsync());
                return TimeProvider.System.GetElapsedTime(start);
            }));
            await Task.Delay(TimeSpan.FromMilliseconds(70), TestContext.Current.CancellationToken); // spread over the store's period of 3 s
        }

        foreach (var waited in await Task.WhenAll(pushes)) Assert.InRange(waited.TotalSeconds, 0.9, 1.7);
        var last = jobs.PushAsync();
        Run(sqlite, "COMMIT");
        await last; // its time is not over
        Assert.Equal(new(1, 0, 0), await jobs.CountsAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_to_is_in_trouble_until_it_can()
    {
        var jobs = await _folder.StartAsync(settings: "Default Timeout=1");
        Assert.False(jobs.Store.IsInTrouble);
        using (var sqlite = Open())
        {
            Run(sqlite, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<JobStoreException>(() => jobs.PushAsync());
            Assert.True(jobs.Store.IsInTrouble);
            Run(sqlite, "COMMIT");
        }

        await Patience.EventuallyAsync(() => Task.FromResult(jobs.Store.IsInTrouble), isInTrouble => !isInTrouble); // without any operation
        await jobs.PushAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    public async Task A_job_that_SQLite_cannot_take_fails_alone(string? key)
    {
        var jobs = await _folder.StartAsync();
        using var busy = new ManualResetEventSlim();
        var before = HoldUp((SqliteJobStore)jobs.Store, busy);
        // Its content is never touched.
        var large = jobs.PushAsync(jobs.Job(key: key, payload: GC.AllocateUninitializedArray<byte>(1_000_000_001)));
        var small = jobs.PushAsync(key: key);
        busy.Set();
        await before;

        var error = await Assert.ThrowsAsync<JobStoreException>(() => large);
        Assert.Contains("push a smaller one", error.Message, StringComparison.Ordinal);
        Assert.Equal(await small, (await jobs.ClaimOneAsync()).Id);
        Assert.Equal(new(0, 1, 0), await jobs.CountsAsync());
        Assert.False(jobs.Store.IsInTrouble);
    }

    [Fact]
    public async Task A_job_that_is_not_there_any_more_does_not_spoil_the_counts()
    {
        var jobs = await _folder.StartAsync();
        await jobs.PushAsync();
        var job = await jobs.ClaimOneAsync();
        await jobs.Store.CompleteAsync(job);
        using var busy = new ManualResetEventSlim();
        var before = HoldUp((SqliteJobStore)jobs.Store, busy);
        var again = jobs.Store.CompleteAsync(job).AsTask();
        var push = jobs.PushAsync();
        var claim = jobs.ClaimAsync();
        busy.Set();
        await Task.WhenAll(before, again, push, claim);
        Assert.Single(await claim); // in the transaction that has added it
        Assert.Equal(new(0, 1, 0), await jobs.CountsAsync());
    }

    [Fact]
    public async Task A_push_that_waits_for_the_file_can_be_cancelled()
    {
        var jobs = await _folder.StartAsync();
        using var busy = new ManualResetEventSlim();
        var before = HoldUp((SqliteJobStore)jobs.Store, busy);
        using var source = new CancellationTokenSource();
        var push = jobs.Store.PushAsync(jobs.Job(), source.Token).AsTask();
        var next = jobs.PushAsync();

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push); // at once, whatever the file does
        busy.Set();
        Assert.True(await before);
        Assert.Equal([await next], await jobs.ClaimIdsAsync());
    }

    [Fact]
    public async Task A_full_disk_fails_what_is_pushed_until_there_is_room()
    {
        using var disk = SmallDisk.TryMount();
        using var small = disk is null ? null : new StoreFolder(Directory.CreateDirectory(Path.Combine(disk.Path, "jobs")).FullName);
        var folder = small ?? _folder;
        var jobs = await folder.StartAsync();
        var store = (SqliteJobStore)jobs.Store;
        List<string> kept = [];
        if (small is null) await LimitAsync(store, pages: 100);

        var payload = new byte[20_000];
        JobStoreException? error = null;
        while (error is null)
        {
            try
            {
                kept.Add(await jobs.PushAsync(jobs.Job(payload: payload)));
            }
            catch (JobStoreException full)
            {
                error = full;
            }
        }

        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(kept);
        Assert.Equal(kept.Count, jobs.Store.Counts["mail"].Waiting);

        if (disk is null) await LimitAsync(store, pages: 1_000_000);
        else disk.Grow();
        kept.Add(await jobs.PushAsync(jobs.Job(payload: payload)));
        var claimed = await jobs.ClaimAsync(10_000);
        Assert.Equal(kept, claimed.Select(job => job.Id));
        foreach (var job in claimed) await store.CompleteAsync(job);
        await store.StopAsync();
        using (var sqlite = Open(folder))
        {
            using var check = sqlite.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", check.ExecuteScalar());
        }
    }

    [Fact]
    public async Task A_file_that_was_removed_is_missed_and_one_in_its_place_is_used()
    {
        var jobs = await _folder.StartAsync();
        await jobs.PushAsync();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(_folder.Database)!, "jobs.db*").Except(_folder.Leases)) File.Delete(file);
        await Patience.EventuallyAsync(
            async () => (await Record.ExceptionAsync(() => jobs.PushAsync()))?.Message,
            message => message?.Contains("it does not exist", StringComparison.Ordinal) is true);

        var copy = await _folder.StartAsync(); // as after restoring a copy
        var id = await copy.PushAsync();
        Assert.Equal(id, (await jobs.ClaimOneAsync()).Id);
    }

    private async Task RefusesAsync(string why)
    {
        var error = await Assert.ThrowsAsync<JobStoreException>(() => _folder.StartAsync(settings: "Default Timeout=1"));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Database, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Delays the store; operations that it receives meanwhile run together afterwards.</summary>
    private static Task<bool> HoldUp(SqliteJobStore store, ManualResetEventSlim until)
    {
        using var begun = new ManualResetEventSlim();
        var held = store.DoAsync(
            _ =>
            {
                begun.Set();
                return until.WaitHandle.WaitOne(Patience.Limit);
            },
            isDurable: false).AsTask();
        Assert.True(begun.Wait(Patience.Limit));
        return held;
    }

    private static async Task LimitAsync(SqliteJobStore store, int pages) => await store.DoAsync(
        session => session.Connection.Number($"PRAGMA max_page_count = {pages}"), isDurable: false);

    private SqliteConnection Open(StoreFolder? folder = null)
    {
        var sqlite = new SqliteConnection($"Data Source={(folder ?? _folder).Database};Pooling=False");
        sqlite.Open();
        return sqlite;
    }

    private static void Run(SqliteConnection sqlite, string sql)
    {
        using var command = sqlite.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
