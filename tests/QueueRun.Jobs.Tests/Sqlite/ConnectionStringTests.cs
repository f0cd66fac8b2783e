using Microsoft.Extensions.DependencyInjection;
using QueueRun.Sqlite.Database;

namespace QueueRun.Jobs.Tests.Sqlite;

/// <summary>Which connection strings name a file that a store can use.</summary>
public class ConnectionStringTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("Mode=ReadWrite", "names no file")]
    [InlineData("Data Source=", "names no file")]
    [InlineData("Data Source=:memory:", "database in memory")]
    [InlineData("Data Source=jobs;Mode=Memory;Cache=Shared", "database in memory")]
    [InlineData("Data Source=file::memory:?cache=shared", "database in memory")]
    [InlineData("Data Source=jobs.db;Mode=ReadOnly", "for reading only")]
    [InlineData("Data Source=file:jobs.db?mode=ro", "write a plain path")]
    [InlineData("Data Source=|DataDirectory|jobs.db", "write a plain path")]
    [InlineData("Data Source=jobs.db;Default Timeout=0", "it must be 1 to 3600 seconds")]
    [InlineData("Data Source=jobs.db;Default Timeout=3601", "it must be 1 to 3600 seconds")]
    [InlineData("Server=db", "not supported")]
    public void Others_are_refused_at_once(string connectionString, string why)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => new QueueRunBuilder(new ServiceCollection()).AddSqlite(connectionString));
        Assert.Contains(why, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_path_is_a_full_one_and_the_timeout_has_a_default()
    {
        var file = JobFile.Parse("Data Source=jobs.db");
        Assert.Equal(Path.GetFullPath("jobs.db"), file.Path);
        Assert.Equal(TimeSpan.FromSeconds(5), file.LockTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), JobFile.Parse("Data Source=jobs.db;Default Timeout=30").LockTimeout);
    }

    [Fact]
    public void It_takes_the_place_of_the_store_in_memory()
    {
        using var folder = new StoreFolder();
        var services = new ServiceCollection();
        services.AddSingleton<IJobStore, MemoryJobStore>().AddSingleton(TimeProvider.System).AddSingleton(new QueueRunOptions()).AddLogging();
        new QueueRunBuilder(services).AddSqlite("Data Source=first.db").AddSqlite($"Data Source={folder.Database}");

        using var provider = services.BuildServiceProvider();
        Assert.Equal(folder.Database, Assert.Single(provider.GetServices<IJobStore>()).Location);
    }
}
