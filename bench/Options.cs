using System.Globalization;

namespace FactoryFlow.Bench;

/// <summary>What stands on the command line behind the mode.</summary>
internal sealed class Options(string[] args)
{
    /// <summary>How many work at the same time.</summary>
    public int Clients => Number("--clients", 16);

    /// <summary>How long is measured each time.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Number("--seconds", 10));

    /// <summary>How long a phase runs before it counts: long enough for the runtime to have compiled the hot paths for good.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Number("--warm-up", 10));

    /// <summary>The same, where what runs has run before.</summary>
    public TimeSpan ShortWarmUp => WarmUp / 4;

    /// <summary>How many steps to keep ready for a phase that completes at most so many a second.</summary>
    public int StepsFor(int mostPerSecond, TimeSpan warmUp) => (int)(mostPerSecond * (warmUp + Duration).TotalSeconds);

    public int Number(string option, int otherwise) =>
        Array.IndexOf(args, option) is >= 0 and var i && i + 1 < args.Length ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : otherwise;
}
