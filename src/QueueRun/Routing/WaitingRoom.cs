namespace QueueRun.Routing;

/// <summary>
/// The connections that are not authenticated yet: a limited number. If all places are taken, a new connection takes the place of the one
/// that has been silent for the longest time. So silent connections cannot block others.
/// </summary>
internal sealed class WaitingRoom(QueueRunOptions options)
{
    private readonly int _max = options.MaxUnauthenticatedConnections;
    private readonly Lock _gate = new();
    private readonly LinkedList<Place> _silent = new();  // no message yet, or none since one that failed; the longest silent first
    private readonly LinkedList<Place> _leaving = new(); // dismissed: not counted, and not closed yet
    private int _count;

    /// <summary>The number of taken places.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The number of places.</summary>
    public int Size => _max;

    /// <summary>
    /// Takes a place for a connection that is about to open; false if there is none, because a message of every occupant is being handled.
    /// </summary>
    public bool TryEnter()
    {
        Place? evicted, overdue;
        lock (_gate)
        {
            if (_count < _max)
            {
                _count++;
                return true;
            }

            evicted = _silent.First?.Value;
            if (evicted is null) return false;
            overdue = Dismiss(evicted);
            _count++;
        }

        overdue?.Occupant.Abort();
        evicted.Occupant.MakePlace();
        return true;
    }

    /// <summary>Releases a place that no connection has used.</summary>
    public void Leave()
    {
        lock (_gate) _count--;
    }

    /// <summary>Puts a connection into its place. It is open, and has sent no message yet.</summary>
    public Place Sit(Authentication occupant, ITimer timer)
    {
        var place = new Place(this, occupant, timer);
        lock (_gate) place.MoveTo(_silent);
        return place;
    }

    /// <summary>
    /// Frees a place whose connection must close. If too many are closing, returns the one that has been closing longest; otherwise null.
    /// </summary>
    private Place? Dismiss(Place place)
    {
        place.IsFree = true;
        place.MoveTo(_leaving);
        _count--;
        if (_leaving.Count <= _max) return null;

        var overdue = _leaving.First!.Value;
        overdue.MoveTo(null);
        return overdue;
    }

    /// <summary>The place of one connection.</summary>
    internal sealed class Place
    {
        private readonly WaitingRoom _room;
        private readonly LinkedListNode<Place> _node;
        private readonly ITimer _timer;

        public Place(WaitingRoom room, Authentication occupant, ITimer timer)
        {
            (_room, Occupant, _timer) = (room, occupant, timer);
            _node = new(this);
        }

        public Authentication Occupant { get; }

        /// <summary>Whether the place is no longer counted; written under the room's lock.</summary>
        public bool IsFree { private get; set; }

        /// <summary>A message is handled: the place is kept meanwhile. False if another connection has taken it.</summary>
        public bool TrySpeak()
        {
            lock (_room._gate)
            {
                if (IsFree) return false;
                MoveTo(null);
                return true;
            }
        }

        /// <summary>The message did not authenticate the connection: it waits for another one.</summary>
        public void WaitAgain()
        {
            lock (_room._gate)
            {
                if (!IsFree) MoveTo(_room._silent);
            }
        }

        /// <summary>The connection must close. Others need not wait until it has closed.</summary>
        public void Dismiss()
        {
            Place? overdue = null;
            lock (_room._gate)
            {
                if (!IsFree) overdue = _room.Dismiss(this);
            }

            overdue?.Occupant.Abort();
        }

        /// <summary>The connection is authenticated, or has closed.</summary>
        public void Leave()
        {
            _timer.Dispose();
            lock (_room._gate)
            {
                MoveTo(null);
                if (!IsFree) _room._count--;
                IsFree = true;
            }
        }

        /// <summary>Moves the place to the end of a list, or out of its list. The caller holds the lock.</summary>
        public void MoveTo(LinkedList<Place>? list)
        {
            _node.List?.Remove(_node);
            list?.AddLast(_node);
        }
    }
}
