namespace QueueRun.Sqlite.Database;

/// <summary>The tables, and whether a file has them.</summary>
internal static class Schema
{
    /// <summary>Raised with every change of the tables; a file of a later version is refused.</summary>
    public const int Version = 1;

    /// <summary>What SQLite files call <c>application_id</c>: "QRun". It tells a job store from another program's database.</summary>
    private const int ApplicationId = 0x5152756E;

    // A job's place in its key's line is its number, which grows; so does `failure`, the order in which jobs failed. Each state has an index of its
    // own that holds only its rows: a queue with many failures or delayed jobs costs those that are due nothing. Those that do not speak of `state` or
    // `owner` are not looked at when a job is claimed.
    private const string Tables = """
        CREATE TABLE store (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            prefix TEXT NOT NULL,               -- of job ids: those of another file are others
            number INTEGER NOT NULL             -- the last that was given to a job or a failure
        ) STRICT;
        CREATE TABLE queues (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            waiting INTEGER NOT NULL DEFAULT 0, -- counted with every change, so that pushing need not
            running INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE jobs (
            number INTEGER PRIMARY KEY,
            queue INTEGER NOT NULL,
            state INTEGER NOT NULL,             -- 0 waits, 1 waits behind another of its key, 2 runs, 3 has failed
            due INTEGER NOT NULL,               -- times are in 100 ns since 1970
            attempt INTEGER NOT NULL,
            owner INTEGER,                      -- who does it
            first_due INTEGER NOT NULL,
            queued INTEGER NOT NULL,
            failed_at INTEGER,
            failure INTEGER,
            id TEXT,                            -- of a failed job that was put back: its number is new, its id is not
            key TEXT,
            user TEXT,
            trace_parent TEXT,
            trace_state TEXT,
            error TEXT,
            payload BLOB NOT NULL
        ) STRICT;
        CREATE INDEX ready ON jobs (queue, due) WHERE state = 0;
        CREATE INDEX claims ON jobs (owner) WHERE owner IS NOT NULL;
        CREATE INDEX lines ON jobs (queue, key) WHERE key IS NOT NULL AND failure IS NULL;
        CREATE INDEX failures ON jobs (failure, failed_at) WHERE failure IS NOT NULL;
        CREATE INDEX queue_failures ON jobs (queue, failure) WHERE failure IS NOT NULL;
        CREATE UNIQUE INDEX ids ON jobs (id) WHERE id IS NOT NULL;
        CREATE TABLE pushes (
            job INTEGER PRIMARY KEY,
            queue INTEGER NOT NULL,
            id TEXT NOT NULL,
            until INTEGER NOT NULL,
            UNIQUE (queue, id)
        ) STRICT;
        CREATE INDEX expiring ON pushes (until);
        CREATE TABLE schedules (
            name TEXT PRIMARY KEY,
            definition TEXT NOT NULL,
            next INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE owners (
            number INTEGER PRIMARY KEY          -- random; its file's name has it
        ) STRICT;
        """;

    /// <summary>Makes the tables where the file is empty; in a transaction.</summary>
    /// <exception cref="JobStoreException">The file holds something else, or is of a later version.</exception>
    public static void Ensure(Connection connection, string path, string newPrefix)
    {
        var version = connection.Number("PRAGMA user_version");
        if (connection.Number("PRAGMA application_id") != ApplicationId)
        {
            if (version != 0 || connection.Number("SELECT count(*) FROM sqlite_schema") != 0)
                throw new JobStoreException($"{path} is another program's database: give AddSqlite a file that nothing else uses.");

            connection.Run(Tables);
            connection.Run($"PRAGMA application_id = {ApplicationId}");
            connection.Run($"PRAGMA user_version = {Version}");
            var insert = connection.Prepare("INSERT INTO store (one, prefix, number) VALUES (1, ?, 0)");
            insert.Bind(newPrefix).Run();
            connection.Discard(insert);
        }
        else if (version > Version)
        {
            throw new JobStoreException(
                $"{path} was written by a later version of QueueRun.Sqlite: its tables are of version {version}, and this one knows {Version}. " +
                "Use that version, or another file.");
        }
    }
}
