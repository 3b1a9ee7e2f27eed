using Microsoft.Extensions.Logging;
using Npgsql;

namespace FactoryFlow.Platform.Data;

/// <summary>Failures that say nothing about the work: the database is away, restarting, or too busy just now.</summary>
internal static class Outage
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Whether an outage explains the failure. A server that is being stopped ends its connections with codes that Npgsql does not count.</summary>
    public static bool Explains(Exception e) => e is NpgsqlException { IsTransient: true }
        or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.LockNotAvailable };

    /// <summary>
    /// Does work that a delivery asks for, again until the database is back: giving up would send deliveries that are not
    /// at fault to the error queue, one after the other, for as long as the outage lasts.
    /// </summary>
    public static async Task Outlast(Func<Task> work, ILogger log, CancellationToken ct)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await work();
                return;
            }
            catch (NpgsqlException e) when (Explains(e))
            {
                log.LogWarning(e, "The database cannot be used just now; trying again in {Pause}", pause);
                await Task.Delay(pause, ct);
            }
        }
    }
}
