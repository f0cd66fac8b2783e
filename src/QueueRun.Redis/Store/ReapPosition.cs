namespace QueueRun.Redis.Store;

/// <summary>The place in the directory that is to be cleared next: users first, then rooms.</summary>
internal readonly record struct ReapPosition(bool IsAtRooms, long Cursor);
