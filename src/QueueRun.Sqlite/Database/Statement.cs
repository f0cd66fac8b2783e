using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QueueRun.Sqlite.Database;

/// <summary>
/// A prepared statement of the one connection. It stands directly on SQLite's functions: several run per job, and a command with its parameters and
/// reader costs more than what it does. Text is read by its length, so that it may hold a zero character.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int LargestOnStack = 512;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public Statement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public void Dispose() => _statement.Dispose();

    /// <summary>Gives the next parameter its value.</summary>
    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(DateTimeOffset value) => Bind(Instant.Store(value));

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(DateTimeOffset? value) => value is { } time ? Bind(time) : BindNull();

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(string? value)
    {
        if (value is null) return BindNull();
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_statement, ++_bound, ""));
            return this;
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = size > LargestOnStack ? ArrayPool<byte>.Shared.Rent(size) : null;
        var bytes = rented ?? stackalloc byte[LargestOnStack];
        Check(raw.sqlite3_bind_text(_statement, ++_bound, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(ReadOnlySpan<byte> value)
    {
        _bound++;
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, _bound, 0) : raw.sqlite3_bind_blob(_statement, _bound, value));
        return this;
    }

    private Statement BindNull()
    {
        _bound++; // what is not bound is null
        return this;
    }

    /// <summary>Runs a statement that returns no rows. Returns how many rows it has changed.</summary>
    public int Run()
    {
        while (Read()) { }
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Runs a statement that returns one number at most.</summary>
    public long? Number()
    {
        long? number = Read() && !IsNull(0) ? Long(0) : null;
        Reset();
        return number;
    }

    /// <summary>The next row; false when there is none, and the statement is ready to be used again.</summary>
    public bool Read()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;

        if (result != raw.SQLITE_DONE)
        {
            var error = Error(result);
            Reset();
            throw error;
        }

        Reset();
        return false;
    }

    /// <summary>Ends reading before the last row.</summary>
    public void Reset()
    {
        _bound = 0;
        _ = raw.sqlite3_reset(_statement); // repeats what step has said
        _ = raw.sqlite3_clear_bindings(_statement); // a payload is not kept until the next one comes
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public DateTimeOffset Time(int column) => Instant.Read(Long(column));

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    private void Check(int result)
    {
        if (result == raw.SQLITE_OK) return;

        var error = Error(result);
        if (_statement is not null) Reset();
        throw error;
    }

    private SqliteException Error(int result)
        => new(raw.sqlite3_errmsg(_connection).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(_connection));
}

/// <summary>
/// How times are stored: in .NET's ticks of 100 ns, so that they come back as they were, counted from 1970, so that SQLite reads them as
/// <c>datetime(due / 10000000, 'unixepoch')</c>.
/// </summary>
internal static class Instant
{
    public static long Store(DateTimeOffset time) => time.UtcTicks - DateTime.UnixEpoch.Ticks;

    public static DateTimeOffset Read(long stored) => new(stored + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
