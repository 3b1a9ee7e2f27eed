using System.Diagnostics;

namespace FactoryFlow.Gateway.RateLimits;

internal sealed partial class ServicePlaces
{
    // Whoever has calls there, under way or waiting.
    private sealed class Line
    {
        public Line(Whose whose) => (Whose, Turn) = (whose, new LinkedListNode<Line>(this));

        public Whose Whose { get; }

        public LinkedList<Waiter> Waiting { get; } = [];

        public LinkedListNode<Line> Turn { get; }

        public int UnderWay { get; set; }

        public int Present { get; set; }
    }

    private sealed class Stay(ServicePlaces places, Line line) : IDisposable
    {
        public Line Line => line;

        public long Began { get; } = Stopwatch.GetTimestamp();

        public bool IsSlow { get; set; }

        public bool HasLeft { get; set; }

        public void Dispose() => places.Leave(this);
    }

    private sealed class Waiter(ServicePlaces places, Line line, TimeSpan patience) : TaskCompletionSource<IDisposable?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private CancellationTokenRegistration _givingUp;

        public Line Line => line;

        public LinkedListNode<Waiter> Node => field ??= new LinkedListNode<Waiter>(this);

        public bool HasLostPatience => Stopwatch.GetElapsedTime(_began) >= patience;

        public void GiveUpWith(CancellationToken cancelled) =>
            _givingUp = cancelled.UnsafeRegister(static (waiter, cancelled) => ((Waiter)waiter!).GiveUp(cancelled), this);

        public void Answer(IDisposable? place)
        {
            // Not disposed: that would wait for whoever gives up just now, and waits for the lock.
            _givingUp.Unregister();
            SetResult(place);
        }

        private void GiveUp(CancellationToken cancelled) => places.GiveUp(this, cancelled);
    }
}
