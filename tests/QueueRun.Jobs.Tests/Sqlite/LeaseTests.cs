using QueueRun.Sqlite;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>The small files that show which stores are alive, and the fate of jobs if someone deletes these files.</summary>
public sealed class LeaseTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_that_belong_to_nobody_are_removed_unless_somebody_holds_them()
    {
        var left = _folder.Database + "-worker-00000000000000ff";
        var held = _folder.Database + "-worker-00000000000000fe";
        var other = _folder.Database + "-worker-notes";
        File.Create(left).Dispose();
        File.Create(other).Dispose();
        await using var holder = new FileStream(held, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        await _folder.StartAsync();

        Assert.False(File.Exists(left));
        Assert.True(File.Exists(held));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public async Task Where_files_cannot_be_locked_it_does_not_start()
    {
        var (process, said) = await OtherProcess.StartAsync(_folder.Database, Errand.ClaimAll, ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));
        await using (process) Assert.Contains("cannot be locked", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lives_makes_his_file_again_and_keeps_his_jobs()
    {
        var jobs = await _folder.StartAsync();
        await jobs.PushAsync();
        var job = await jobs.ClaimOneAsync();
        var lease = Assert.Single(_folder.Leases);
        File.Delete(lease);
        var other = await _folder.StartAsync();
        Assert.Equal(new(0, 1, 0), await other.CountsAsync()); // a missing file alone proves nothing
        await Patience.EventuallyAsync(() => Task.FromResult(File.Exists(lease)), isThere => isThere);
        Assert.Throws<IOException>(() => File.OpenRead(lease).Dispose());
        await Patience.EventuallyAsync(
            () => Task.FromResult(_folder.Logs.Find("was removed, and has been created again")), log => log.Contains(lease, StringComparison.Ordinal));

        var third = await _folder.StartAsync();
        Assert.Equal(new(0, 1, 0), await third.CountsAsync());
        await jobs.Store.CompleteAsync(job);
        await jobs.Store.StopAsync();
        Assert.False(File.Exists(lease));
    }

    [Fact]
    public async Task Whose_file_stays_missing_has_ended()
    {
        await (await ClaimedAsync()).AbandonAsync();
        File.Delete(Assert.Single(_folder.Leases));
        var jobs = await _folder.StartAsync();
        Assert.Equal(new(0, 1, 0), await jobs.CountsAsync());
        await Patience.EventuallyAsync(() => jobs.CountsAsync(), counts => counts == new QueueCounts(1, 0, 0));
    }

    [Fact]
    public async Task Who_claims_is_known_whatever_became_of_his_row()
    {
        var jobs = await _folder.StartAsync();
        _folder.Run("DELETE FROM owners");
        await jobs.PushAsync();
        await jobs.ClaimOneAsync();
        Assert.Equal(1, _folder.Run("SELECT count(*) FROM owners"));

        await ((SqliteJobStore)jobs.Store).AbandonAsync();
        _folder.Run("DELETE FROM owners");
        jobs = await _folder.StartAsync();
        Assert.Equal(new(1, 0, 0), await jobs.CountsAsync());
        Assert.Contains("Recovered 1 jobs of a process that has ended", _folder.Logs.Find("Recovered"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_file_that_cannot_be_opened_is_told_once()
    {
        await (await ClaimedAsync()).AbandonAsync();
        var lease = Assert.Single(_folder.Leases);
        File.Delete(lease);
        Directory.CreateDirectory(lease); // no store can open it
        var jobs = await _folder.StartAsync();
        Assert.Equal(new(0, 1, 0), await jobs.CountsAsync());

        // It looks again when another store has ended, and logs nothing more.
        var other = await _folder.StartAsync();
        await other.PushAsync("sms");
        await other.ClaimAsync(1, "sms");
        await ((SqliteJobStore)other.Store).AbandonAsync();
        await Patience.EventuallyAsync(() => jobs.CountsAsync("sms"), counts => counts.Waiting == 1);
        Assert.Equal(new(0, 1, 0), await jobs.CountsAsync());
        Assert.Equal(2, _folder.Logs.Find(lease).Split("may not open ").Length - 1); // once by each of the two stores
    }

    /// <summary>A store that has claimed a job.</summary>
    private async Task<SqliteJobStore> ClaimedAsync()
    {
        var jobs = await _folder.StartAsync();
        await jobs.PushAsync();
        await jobs.ClaimOneAsync();
        return (SqliteJobStore)jobs.Store;
    }
}
