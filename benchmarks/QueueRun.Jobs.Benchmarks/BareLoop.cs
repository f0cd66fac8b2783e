using Microsoft.Data.Sqlite;

namespace QueueRun.Jobs.Benchmarks;

/// <summary>
/// What SQLite itself takes: a table with a number and a payload, prepared statements, rows inserted and deleted, one or many a transaction. No
/// queue could do with less.
/// </summary>
internal static class BareLoop
{
    /// <summary>Inserts and deletes rows, so many in a transaction.</summary>
    public static void Run(string file, int rows, int group)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (payload) VALUES ($payload)";
        var payload = insert.Parameters.Add("$payload", SqliteType.Blob);
        using var delete = connection.CreateCommand();
        delete.CommandText = "DELETE FROM rows WHERE number = $number";
        var number = delete.Parameters.Add("$number", SqliteType.Integer);
        payload.Value = """{"number":12345,"text":"Somebody has said something in a room that you are in."}"""u8.ToArray();
        for (var first = 1; first <= rows; first += group)
        {
            var last = Math.Min(first + group - 1, rows);
            // A push has to survive the loss of power; that it was done need not: it would be done again.
            InTransaction("FULL", () =>
            {
                for (var row = first; row <= last; row++) insert.ExecuteNonQuery();
            });
            InTransaction("NORMAL", () =>
            {
                for (var row = first; row <= last; row++)
                {
                    number.Value = row;
                    delete.ExecuteNonQuery();
                }
            });
        }

        void InTransaction(string synchronous, Action work)
        {
            Execute($"PRAGMA synchronous={synchronous}");
            using var transaction = connection.BeginTransaction(deferred: false);
            insert.Transaction = delete.Transaction = transaction;
            work();
            transaction.Commit();
        }

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
