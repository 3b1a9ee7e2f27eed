using System.Runtime.InteropServices;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// The places at one service, shared out by max-min fairness. A call starts at once while fewer than <paramref name="atOnce"/> are under
/// way, or its tenant has less than its share of those; else it waits behind its tenant's own, and the tenants take turns. Where
/// <paramref name="most"/> have come in and not left, the longest line gives way by its newest, or who comes is turned away.
/// </summary>
/// <param name="atOnce">As many as keep the service busy: what comes beyond would only make all others slower.</param>
/// <param name="most">How many may be there, those that wait included.</param>
internal sealed class ServicePlaces(int atOnce, int most)
{
    // However many tenants call, each has this many without waiting: what a single person or program has under way.
    private const int Own = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Line> _lines = [];
    private readonly LinkedList<Line> _turns = [];
    private int _underWay;
    private int _waiting;

    /// <summary>Takes a place, at once or in turn.</summary>
    /// <returns>Whether there is one: then <see cref="Leave"/> must be called.</returns>
    /// <param name="tenant">Whose call it is.</param>
    /// <param name="patience">How long to wait at most.</param>
    /// <param name="cancelled">Ends the waiting, with <see cref="OperationCanceledException"/>.</param>
    public ValueTask<bool> Enter(Guid tenant, TimeSpan patience, CancellationToken cancelled)
    {
        lock (_lock)
        {
            ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, tenant, out _);
            line ??= new Line(tenant);
            if (_underWay + _waiting >= most && !MakeRoom(line))
            {
                Forget(line);
                return ValueTask.FromResult(false);
            }

            if (line.Waiting.Count == 0 && MayStart(line))
            {
                Start(line);
                return ValueTask.FromResult(true);
            }

            var waiter = line.Waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
            if (line.Waiting.Count == 1) _turns.AddLast(line.Turn);
            _waiting++;
            return new ValueTask<bool>(Wait(line, waiter, patience, cancelled));
        }
    }

    /// <summary>Gives a place back, and starts whoever has one by that.</summary>
    public void Leave(Guid tenant)
    {
        lock (_lock)
        {
            var line = _lines[tenant];
            line.UnderWay--;
            _underWay--;
            Forget(line);
            StartNext();
        }
    }

    private bool MayStart(Line line) => _underWay < atOnce || line.UnderWay < Math.Max(Own, atOnce / _lines.Count);

    private void Start(Line line)
    {
        line.UnderWay++;
        _underWay++;
    }

    private void StartNext()
    {
        var last = _turns.Last;
        for (var turn = _turns.First; turn is not null;)
        {
            var (next, line) = (turn == last ? null : turn.Next, turn.Value);
            if (MayStart(line))
            {
                var waiter = line.Waiting.First!;
                Start(line);
                Remove(line, waiter);
                if (line.Waiting.Count > 0)
                {
                    _turns.Remove(line.Turn);
                    _turns.AddLast(line.Turn);
                }

                waiter.Value.SetResult(true);
            }

            turn = next;
        }
    }

    // The newest of the longest line would wait longest of all.
    private bool MakeRoom(Line comer)
    {
        var longest = _turns.MaxBy(line => line.Waiting.Count);
        if (longest is null || longest.Waiting.Count <= comer.Waiting.Count) return false;
        var newest = longest.Waiting.Last!;
        Remove(longest, newest);
        newest.Value.SetResult(false);
        return true;
    }

    private async Task<bool> Wait(Line line, LinkedListNode<TaskCompletionSource<bool>> waiter, TimeSpan patience, CancellationToken cancelled)
    {
        try
        {
            return await waiter.Value.Task.WaitAsync(patience, cancelled);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (waiter.List is not null) Remove(line, waiter);
                else if (waiter.Value.Task.Result) return true;
                Forget(line);
            }

            if (e is OperationCanceledException) throw;
            return false;
        }
    }

    private void Remove(Line line, LinkedListNode<TaskCompletionSource<bool>> waiter)
    {
        line.Waiting.Remove(waiter);
        _waiting--;
        if (line.Waiting.Count == 0) _turns.Remove(line.Turn);
    }

    private void Forget(Line line)
    {
        if (line.UnderWay == 0 && line.Waiting.Count == 0) _lines.Remove(line.Tenant);
    }

    // A tenant that has calls under way or waiting.
    private sealed class Line
    {
        public Line(Guid tenant) => (Tenant, Turn) = (tenant, new LinkedListNode<Line>(this));

        public Guid Tenant { get; }

        public LinkedList<TaskCompletionSource<bool>> Waiting { get; } = [];

        public LinkedListNode<Line> Turn { get; }

        public int UnderWay { get; set; }
    }
}
