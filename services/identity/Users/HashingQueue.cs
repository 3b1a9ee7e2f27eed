using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Users;

/// <summary>
/// The queue in front of the hashing of passwords: a few at a time, each on a thread of its own, so that a flood of sign-ins takes
/// neither the thread pool nor all cores from everybody else. Who has waited too long is told to come back.
/// </summary>
internal sealed class HashingQueue(PasswordHash hash) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Waits for a place at its head; a sign-in keeps it from looking the user up to writing the outcome down, so that guesses cannot outrun the lock.</summary>
    public async Task<Place> Take(CancellationToken ct)
    {
        if (!await _places.WaitAsync(Patience, ct))
            throw CommonReasons.Unavailable.Refuse("Too many people are signing in just now. Try again in a few seconds.");
        return new Place(_places, hash);
    }

    public void Dispose() => _places.Dispose();

    /// <summary>A place at the head of the queue.</summary>
    internal sealed class Place(SemaphoreSlim places, PasswordHash hash) : IDisposable
    {
        public Task<string> Hash(string password) => OnItsOwnThread(() => hash.Of(password));

        public Task<PasswordMatch> Match(string? stored, string password) => OnItsOwnThread(() => hash.Match(stored, password));

        public void Dispose() => places.Release();

        private static Task<T> OnItsOwnThread<T>(Func<T> work) =>
            Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }
}
