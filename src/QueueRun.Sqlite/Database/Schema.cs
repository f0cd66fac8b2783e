namespace QueueRun.Sqlite.Database;

/// <summary>The tables of the file: creates and checks them.</summary>
internal static class Schema
{
    /// <summary>
    /// Raised with every change of the tables that an earlier version cannot handle: that version then refuses the file. Changes that it
    /// does not notice (an index, a column with a default) are only added: so a program may go back to the previous version, and run beside
    /// it.
    /// </summary>
    public const int Version = 1;

    /// <summary>
    /// The value of SQLite's <c>application_id</c>: "QRun". It distinguishes a job store from another program's database.
    /// </summary>
    private const int ApplicationId = 0x5152756E;

    // A job's number, which only grows, is its place among the jobs of its key; `failure` grows too, and is the order in which jobs failed.
    // Each state has its own index of only its rows: many failed or delayed jobs do not slow down the due ones. A claim touches only the
    // indexes that mention `state` or `owner`.
    private const string Tables = """
        CREATE TABLE store (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            prefix TEXT NOT NULL,               -- of job ids: those of another file are others
            number INTEGER NOT NULL,            -- the last that was given to a job or a failure
            clock INTEGER NOT NULL DEFAULT 0    -- the latest time at which anything was stored that waits for a time
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
        CREATE INDEX claimed ON jobs (owner) WHERE owner IS NOT NULL;
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

    /// <summary>
    /// Reads all jobs in a file of an earlier version, as <see cref="Ensure"/> is about to do: then no other process waits for the disk
    /// while <see cref="Ensure"/> holds its lock. Outside a transaction.
    /// </summary>
    public static void Prepare(Connection connection)
    {
        if (connection.Number("PRAGMA application_id") == ApplicationId && !Has(connection, "claimed"))
            connection.Number("SELECT count(*) FROM jobs NOT INDEXED WHERE owner IS NOT NULL");
    }

    /// <summary>
    /// Creates the tables if the file is empty, and adds those parts that an earlier version did not have; inside a transaction.
    /// </summary>
    /// <exception cref="JobStoreException">The file holds other data, or has a later version.</exception>
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
                $"{path} was written by a later version of QueueRun.Sqlite: its tables have version {version}, and this version knows {Version}. " +
                "Use the later version, or another file.");
        }
        else
        {
            AddMissing(connection);
        }
    }

    private static void AddMissing(Connection connection)
    {
        if (connection.Number("SELECT count(*) FROM pragma_table_info('store') WHERE name = 'clock'") == 0)
            connection.Run("ALTER TABLE store ADD COLUMN clock INTEGER NOT NULL DEFAULT 0");
        if (!Has(connection, "claimed")) connection.Run("CREATE INDEX claimed ON jobs (owner) WHERE owner IS NOT NULL");
    }

    private static bool Has(Connection connection, string index)
        => connection.Number($"SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = '{index}'") != 0;
}
