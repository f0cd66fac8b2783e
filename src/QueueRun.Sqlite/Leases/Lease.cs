using System.Globalization;
using System.Security.Cryptography;

namespace QueueRun.Sqlite.Leases;

/// <summary>
/// Shows other processes that this store lives: a file beside the database that is held locked. The operating system lets the lock go when the process
/// ends, however it ends, and not before: no clock is asked, and a process that stands still keeps its jobs.
/// </summary>
internal sealed class Lease
{
    /// <summary>Those of stores that were stopped while jobs still ran: held until the process ends, and never finalized.</summary>
    private static readonly List<FileStream> Held = [];

    private const string Infix = "-worker-";
    private const int MaxTries = 10;

    private readonly string _path;
    private FileStream _file;
    private bool _isHeld = true;
    private bool _wasMadeAgain;

    private Lease(long owner, string path, FileStream file) => (Owner, _path, _file) = (owner, path, file);

    /// <summary>The owner whose lease it is: random, and never given twice.</summary>
    public long Owner { get; }

    /// <summary>What an owner's file is called.</summary>
    public static string PathOf(string database, long owner)
        => string.Create(CultureInfo.InvariantCulture, $"{database}{Infix}{owner:x16}");

    /// <summary>The owners whose files are there.</summary>
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

    /// <summary>Makes a new owner, and holds its lease.</summary>
    /// <exception cref="JobStoreException">The file cannot be made, or locks do not work here.</exception>
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
                continue; // somebody who tidies up may have locked it before we could
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new JobStoreException(
                    $"The job store {database} needs to make a file beside it, {path}, and cannot: {error.Message} " +
                    "The program's user needs to write to that folder.", error);
            }

            if (!File.Exists(path)) // … or has removed it
            {
                file.Dispose();
                continue;
            }

            if (IsLocked(path)) return new(owner, path, file);

            file.Dispose();
            throw new JobStoreException(
                $"Files beside the job store {database} cannot be locked, so nobody could tell whose jobs have been left behind: put it on one of this " +
                "machine's own disks, and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING.");
        }
    }

    /// <summary>Takes the lease of an owner who is gone.</summary>
    /// <param name="database">The database beside which it stands.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="taken">The lease, where it was free: as long as it is held, nobody else takes it. Disposing removes its file.</param>
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
    /// Makes the file again where somebody has removed it, who took it for rubbish. Never throws: where it cannot be made now, it is tried again.
    /// </summary>
    /// <returns>Whether it was made again.</returns>
    public bool Keep()
    {
        if (_isHeld && File.Exists(_path)) return false;

        try
        {
            // Nobody finds it by its name before it is locked.
            var path = _path + ".new";
            var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            _isHeld = false;
            _file.Dispose(); // before the new one has its name: this removes whatever has it
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

    /// <summary>No job is claimed any more: the file goes.</summary>
    public void Release()
    {
        try
        {
            if (_wasMadeAgain) File.Delete(_path); // the others go by themselves
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever starts next removes it.
        }

        _file.Dispose();
    }

    /// <summary>Leaves the file as a process does that was killed: for tests.</summary>
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

    // The file is removed before it is unlocked, so that none is removed that somebody else holds.
    private static FileStream Open(string path, FileMode mode)
        => new(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    private static bool IsLocked(string path)
    {
        try
        {
            // Not DeleteOnClose: if this succeeds, locks do not work, and then it is not for this handle to remove the file.
            using var second = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

/// <summary>What an owner's lease says of him.</summary>
internal enum LeaseState
{
    /// <summary>His process has ended.</summary>
    Free,

    /// <summary>He lives.</summary>
    Held,

    /// <summary>The file is not there: somebody has removed it. He who lives makes it again.</summary>
    Missing,

    /// <summary>The file cannot be opened: he may live.</summary>
    Unknown,
}
