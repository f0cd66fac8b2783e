using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using QueueRun.Jobs;
using QueueRun.Sqlite;
using QueueRun.Sqlite.Database;

namespace QueueRun;

/// <summary>Adds the job store that keeps jobs in an SQLite file.</summary>
public static class QueueRunSqlite
{
    /// <summary>
    /// Keeps jobs in an SQLite file, so that they survive the process. Processes of one machine may share the file: one of them does each
    /// job. The file is created if it is missing; its folder is not.
    /// </summary>
    /// <param name="builder">The result of <c>AddQueueRun</c>.</param>
    /// <param name="connectionString">
    /// A connection string of Microsoft.Data.Sqlite: <c>Data Source=jobs.db</c>. <c>Default Timeout</c> is the number of seconds to wait
    /// while another process has locked the file: 1 to 3600, by default 5.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The text is not a connection string, names no file that can be written to (<c>:memory:</c>, <c>Mode=ReadOnly</c>), or has a value
    /// out of range.
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
