using System.Globalization;
using System.Security.Cryptography;

namespace QueueRun.Sqlite.Leases;

/// <summary>
/// Shows other processes that this store lives, by a locked file beside the database. The operating system releases the lock when the
/// process ends, in any way, and not before: no clock is needed, and a suspended process keeps its jobs.
/// </summary>
internal sealed class Lease
{
    /// <summary>The files of stores that were stopped while jobs still ran: held until the process ends, and never finalized.</summary>
    private static readonly List<FileStream> Held = [];

    private const string Infix = "-worker-";
    private const int MaxTries = 10;

    private readonly string _path;
    private FileStream _file;
    private bool _isHeld = true;
    private bool _wasMadeAgain;

    private Lease(long owner, string path, FileStream file) => (Owner, _path, _file) = (owner, path, file);

    /// <summary>The owner of the lease: a random number that is never used twice.</summary>
    public long Owner { get; }

    /// <summary>The path of an owner's file.</summary>
    public static string PathOf(string database, long owner)
        => string.Create(CultureInfo.InvariantCulture, $"{database}{Infix}{owner:x16}");

    /// <summary>The owners whose files exist.</summary>
    public static IEnumerable<long> FindAll(string database)
    {
        var start = Path.GetFileName(database) + Infix;
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(database)!, "*" + Infix + "*"))
        {
            var name = Path.GetFileName(path.AsSpan());
            if (name.StartsWith(start, StringComparison.Ordinal)
                && long.TryParse(name[start.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var owner))
                yield return owner;
        }
    }

    /// <summary>Creates a new owner, and holds its lease.</summary>
    /// <exception cref="JobStoreException">The file cannot be created, or locks do not work here.</exception>
    public static Lease Create(string database)
    {
        for (var tries = 1; ; tries++)
        {
            var owner = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;
            var path = PathOf(database, owner);
            FileStream file;
            try
            {
                file = Open(path, FileMode.CreateNew);
            }
            catch (IOException) when (tries < MaxTries)
            {
                continue; // another process that removes unused files may have locked it first
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new JobStoreException(
                    $"The job store {database} needs a file beside it, {path}, and cannot create it: {error.Message} " +
                    "The program's user must be able to write to that folder.", error);
            }

            if (!File.Exists(path)) // … or has removed it
            {
                file.Dispose();
                continue;
            }

            if (IsLocked(path)) return new(owner, path, file);

            file.Dispose();
            throw new JobStoreException(
                $"Files beside the job store {database} cannot be locked, so no process could tell which jobs an ended process has left behind: " +
                "put the store on a local disk, and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING.");
        }
    }

    /// <summary>Takes the lease of an owner whose process has ended.</summary>
    /// <param name="database">The database beside which the lease's file is.</param>
    /// <param name="owner">The lease's owner.</param>
    /// <param name="taken">The lease, if it was free: as long as it is held, no other process takes it. Disposing removes its file.</param>
    public static LeaseState TryTake(string database, long owner, out IDisposable? taken)
    {
        taken = null;
        try
        {
            taken = Open(PathOf(database, owner), FileMode.Open);
            return LeaseState.Free;
        }
        catch (FileNotFoundException)
        {
            return LeaseState.Missing;
        }
        catch (UnauthorizedAccessException)
        {
            return LeaseState.Unknown;
        }
        catch (IOException)
        {
            return LeaseState.Held;
        }
    }

    /// <summary>
    /// Creates the file again if somebody has removed it. Never throws: if the file cannot be created now, the next call tries again.
    /// </summary>
    /// <returns>Whether the file was created again.</returns>
    public bool Keep()
    {
        if (_isHeld && File.Exists(_path)) return false;

        try
        {
            // No process can find the file by its name before it is locked.
            var path = _path + ".new";
            var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            _isHeld = false;
            _file.Dispose(); // before the new file gets the name: disposing removes the file with that name
            _file = file;
            File.Move(path, _path, overwrite: true);
            _isHeld = _wasMadeAgain = true;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>No job is claimed any more: removes the file.</summary>
    public void Release()
    {
        try
        {
            if (_wasMadeAgain) File.Delete(_path); // other files are deleted when they are closed
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next store that starts removes it.
        }

        _file.Dispose();
    }

    /// <summary>Leaves the file behind, as a killed process does: for tests.</summary>
    public void Abandon()
    {
        Release();
        File.Create(_path).Dispose();
    }

    /// <summary>Jobs still run: the file stays locked as long as the process runs.</summary>
    public void HoldUntilExit()
    {
        lock (Held) Held.Add(_file);
    }

    // The file is removed before it is unlocked, so that a file that another process holds is never removed.
    private static FileStream Open(string path, FileMode mode)
        => new(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    private static bool IsLocked(string path)
    {
        try
        {
            // Not DeleteOnClose: if this succeeds, locks do not work, and this handle must not remove the file.
            using var second = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

/// <summary>The state of an owner's lease.</summary>
internal enum LeaseState
{
    /// <summary>The owner's process has ended.</summary>
    Free,

    /// <summary>The owner's process lives.</summary>
    Held,

    /// <summary>The file is missing: somebody has removed it. A living owner creates it again.</summary>
    Missing,

    /// <summary>The file cannot be opened: the owner may live.</summary>
    Unknown,
}
