using System.Diagnostics;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// The places at one service, shared out by max-min fairness. A call starts at once while fewer than <paramref name="atOnce"/> are under
/// way, or whoever makes it has less than the own share of those; else it waits behind the own line's others, and the lines take turns.
/// Where <paramref name="most"/> are there, the longest line gives way by its newest, or who comes is turned away; half of them may be one
/// line's. A call that takes long keeps something else than the service's processors busy: others may start beside it.
/// </summary>
/// <param name="atOnce">As many as keep the service busy: what comes beyond would only make all others slower.</param>
/// <param name="most">How many may be there, those that wait included.</param>
/// <param name="slow">What takes at least so long takes long.</param>
internal sealed partial class ServicePlaces(int atOnce, int most, TimeSpan slow)
{
    // However many lines there are, each has this many without waiting (what one person or program has under way), up to twice of what is
    // given at once.
    private const int Own = 2, Beyond = 2;

    // When a database stands still, all calls take long, and others beside them would not help it.
    private const int SlowBeside = 4;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<Whose, Line> _lines = [];
    private readonly LinkedList<Line> _turns = [];
    private readonly Queue<Stay> _started = [];
    private Timer? _looking;
    private int _underWay;
    private int _slow;
    private int _present;

    /// <summary>Takes a place, at once or in turn.</summary>
    /// <returns>The place, given back when it is disposed; null when there is none.</returns>
    /// <param name="whose">Whose call it is.</param>
    /// <param name="patience">How long to wait at most, to a quarter of a second.</param>
    /// <param name="cancelled">Ends the waiting, with <see cref="OperationCanceledException"/>.</param>
    public ValueTask<IDisposable?> Enter(Whose whose, TimeSpan patience, CancellationToken cancelled)
    {
        lock (_lock)
        {
            SetSlowAside();
            if (!_lines.TryGetValue(whose, out var line)) _lines.Add(whose, line = new Line(whose));
            var startsAtOnce = line.Waiting.Count == 0 && MayStart(line);
            if (line.Present >= (most + 1) / 2 || (_present >= most && !MakeRoom(line, startsAtOnce)))
            {
                Forget(line);
                return ValueTask.FromResult<IDisposable?>(null);
            }

            line.Present++;
            _present++;
            if (startsAtOnce) return ValueTask.FromResult<IDisposable?>(Start(line));
            var waiter = new Waiter(this, line, patience);
            line.Waiting.AddLast(waiter.Node);
            if (line.Waiting.Count == 1) _turns.AddLast(line.Turn);
            _looking ??= new Timer(static places => ((ServicePlaces)places!).LookAround(), this, Look, Look);
            waiter.GiveUpWith(cancelled);
            return new ValueTask<IDisposable?>(waiter.Task);
        }
    }

    private bool MayStart(Line line) =>
        _underWay < atOnce || (_underWay < Beyond * atOnce && line.UnderWay < Math.Max(Own, atOnce / _lines.Count));

    private Stay Start(Line line)
    {
        var stay = new Stay(this, line);
        line.UnderWay++;
        _underWay++;
        _started.Enqueue(stay);
        return stay;
    }

    private void StartNext()
    {
        var last = _turns.Last;
        for (var turn = _turns.First; turn is not null;)
        {
            var (next, line) = (turn == last ? null : turn.Next, turn.Value);
            if (MayStart(line))
            {
                var waiter = line.Waiting.First!.Value;
                Remove(waiter);
                if (line.Waiting.Count > 0)
                {
                    _turns.Remove(line.Turn);
                    _turns.AddLast(line.Turn);
                }

                waiter.Answer(Start(line));
            }

            turn = next;
        }
    }

    private void SetSlowAside()
    {
        var before = _underWay;
        while (_started.TryPeek(out var oldest) && (oldest.HasLeft || Stopwatch.GetElapsedTime(oldest.Began) >= slow))
        {
            _started.Dequeue();
            if (oldest.HasLeft || _slow >= SlowBeside * atOnce) continue;
            oldest.IsSlow = true;
            oldest.Line.UnderWay--;
            _underWay--;
            _slow++;
        }

        if (_underWay < before) StartNext();
    }

    private void Leave(Stay stay)
    {
        lock (_lock)
        {
            if (stay.HasLeft) return;
            stay.HasLeft = true;
            if (stay.IsSlow)
            {
                _slow--;
            }
            else
            {
                stay.Line.UnderWay--;
                _underWay--;
            }

            GoneOf(stay.Line);
            SetSlowAside();
            StartNext();
        }
    }

    // The newest of the longest line would wait longest of all; of lines that are alike the one whose turn is last. It gives way to whoever
    // starts at once, or would wait less.
    private bool MakeRoom(Line comer, bool startsAtOnce)
    {
        Line? longest = null;
        foreach (var line in _turns)
            if (longest is null || line.Waiting.Count >= longest.Waiting.Count) longest = line;
        if (longest is null || longest.Waiting.Count <= (startsAtOnce ? 0 : comer.Waiting.Count + 1)) return false;
        SendAway(longest.Waiting.Last!.Value);
        return true;
    }

    // While anybody waits: nobody may leave for long, and those who stay become slow meanwhile, and those who wait lose their patience.
    private void LookAround()
    {
        lock (_lock)
        {
            SetSlowAside();
            for (var turn = _turns.First; turn is not null;)
            {
                var (next, line) = (turn.Next, turn.Value);
                while (line.Waiting.First is { Value: { HasLostPatience: true } waiter }) SendAway(waiter);
                turn = next;
            }

            if (_turns.Count > 0) return;
            _looking?.Dispose();
            _looking = null;
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancelled)
    {
        lock (_lock)
        {
            // Started, or sent away, just before.
            if (waiter.Node.List is null) return;
            Leave(waiter);
            waiter.SetCanceled(cancelled);
        }
    }

    private void SendAway(Waiter waiter)
    {
        Leave(waiter);
        waiter.Answer(null);
    }

    private void Leave(Waiter waiter)
    {
        Remove(waiter);
        GoneOf(waiter.Line);
    }

    private void Remove(Waiter waiter)
    {
        waiter.Line.Waiting.Remove(waiter.Node);
        if (waiter.Line.Waiting.Count == 0) _turns.Remove(waiter.Line.Turn);
    }

    private void GoneOf(Line line)
    {
        line.Present--;
        _present--;
        Forget(line);
    }

    private void Forget(Line line)
    {
        if (line.Present == 0) _lines.Remove(line.Whose);
    }
}
