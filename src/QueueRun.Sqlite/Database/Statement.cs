using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace QueueRun.Sqlite.Database;

/// <summary>
/// A prepared statement of the connection. It calls SQLite's functions directly: several statements run for each job, and an ADO.NET
/// command with its parameters and reader would cost more than the statement itself. Text is read by its length, so it may contain a zero
/// character.
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

    /// <summary>Sets the value of the next parameter.</summary>
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
        _bound++; // an unbound parameter is null
        return this;
    }

    /// <summary>Runs a statement that returns no rows; returns how many rows it changed.</summary>
    public int Run()
    {
        while (Read()) { }
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Runs a statement that returns at most one number.</summary>
    public long? Number()
    {
        long? number = Read() && !IsNull(0) ? Long(0) : null;
        Reset();
        return number;
    }

    /// <summary>Moves to the next row; false if there is none: then the statement can be used again.</summary>
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
        _ = raw.sqlite3_reset(_statement); // returns the error that step has already returned
        _ = raw.sqlite3_clear_bindings(_statement); // do not keep a payload until the next run
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
/// Times are stored in .NET's ticks of 100 ns, so they are read back exactly, and counted from 1970, so SQLite reads them as
/// <c>datetime(due / 10000000, 'unixepoch')</c>.
/// </summary>
internal static class Instant
{
    public static long Store(DateTimeOffset time) => time.UtcTicks - DateTime.UnixEpoch.Ticks;

    public static DateTimeOffset Read(long stored) => new(stored + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
