namespace QueueRun;

/// <summary>The circumstances of a hook's call: a parameter of methods marked <c>[OnOnline]</c>, <c>[OnOffline]</c>, <c>[OnJoin]</c> and
/// <c>[OnLeave]</c>.</summary>
/// <param name="Number">
/// Rises from change to change of one user, over all processes and their restarts; all hooks for one change have the same number.
/// <c>UPDATE … WHERE number &lt; @number</c> keeps the newest state, even if calls of two processes overlap because
/// one of them was cut off. It is derived from the time, in microseconds since 1970.
/// </param>
/// <param name="MayRepeat">
/// Whether the same state may have been told before, by a process that died before it could report that, or by a call that failed because
/// its process was cut off from the others. Always false in a program of one process.
/// </param>
public readonly record struct PresenceContext(long Number, bool MayRepeat);
