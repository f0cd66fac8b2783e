using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using QueueRun.Jobs;
using QueueRun.Sqlite;
using QueueRun.Sqlite.Database;

namespace QueueRun;

/// <summary>Jobs in an SQLite file.</summary>
public static class QueueRunSqlite
{
    /// <summary>
    /// Keeps jobs in an SQLite file, so that they survive the process. Processes of one machine may share the file: each job is then done by one of
    /// them. The file is made where it is missing; its folder is not.
    /// </summary>
    /// <param name="builder">What <c>AddQueueRun</c> returned.</param>
    /// <param name="connectionString">
    /// Microsoft.Data.Sqlite's: <c>Data Source=jobs.db</c>. <c>Default Timeout</c> is how many seconds to wait while another process has locked
    /// the file: 1 to 3600, by default 5.
    /// </param>
    /// <exception cref="ArgumentException">
    /// It is no connection string, names no file of its own to write to (<c>:memory:</c>, <c>Mode=ReadOnly</c>), or has a value out of its range.
    /// </exception>
    public static QueueRunBuilder AddSqlite(this QueueRunBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var file = JobFile.Parse(connectionString);
        builder.Services.Replace(ServiceDescriptor.Singleton<IJobStore>(provider => new SqliteJobStore(
            file, provider.GetRequiredService<QueueRunOptions>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteJobStore>>())));
        return builder;
    }
}
