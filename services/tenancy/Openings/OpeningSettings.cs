using System.Globalization;

namespace FactoryFlow.Tenancy.Openings;

/// <summary>How long the opening of a tenant may take, and how long its caller waits. Configuration: <c>Openings:Deadline</c> and so on, such as <c>00:15:00</c>.</summary>
/// <param name="Deadline">When an opening without an owner is withdrawn.</param>
/// <param name="OwnerPatience">How long the caller waits for the tenant to be active.</param>
/// <param name="DomainPatience">How long the caller waits, from then on, for the domain's providers.</param>
internal sealed record OpeningSettings(TimeSpan Deadline, TimeSpan OwnerPatience, TimeSpan DomainPatience)
{
    /// <summary>The settings as they are configured.</summary>
    /// <exception cref="InvalidOperationException">One of them is no length of time.</exception>
    public static OpeningSettings From(IConfiguration configuration) => new(
        Of(configuration, nameof(Deadline), TimeSpan.FromMinutes(15)),
        Of(configuration, nameof(OwnerPatience), TimeSpan.FromSeconds(15)),
        Of(configuration, nameof(DomainPatience), TimeSpan.FromSeconds(8)));

    private static TimeSpan Of(IConfiguration configuration, string name, TimeSpan usual)
    {
        if (configuration[$"Openings:{name}"] is not { Length: > 0 } text) return usual;
        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero && time <= TimeSpan.FromDays(1)
            ? time
            : throw new InvalidOperationException($"Openings__{name} must be a length of time of at most a day, such as 00:00:15; it is \"{text}\".");
    }
}
