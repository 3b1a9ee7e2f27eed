namespace FactoryFlow.Tenancy.Domains;

/// <summary>Somebody outside who does a part of a domain. Asked again for the same domain, it must come to the same.</summary>
internal interface IDomainProvider
{
    /// <summary>The name that requests and facts know it by.</summary>
    string ProviderName { get; }

    /// <summary>Sees to it that the provider has the domain as it must be. Whatever happens outside is an answer, never an exception.</summary>
    Task<DomainAnswer> Connect(string domain, CancellationToken ct);
}

/// <summary>How an attempt at a provider ended.</summary>
/// <param name="Problem">Why the domain is not connected yet, in a sentence for the operator; null when it is.</param>
/// <param name="RetryAfter">How long the provider wants to be left alone; null when it says nothing.</param>
internal sealed record DomainAnswer(string? Problem, TimeSpan? RetryAfter = null)
{
    /// <summary>The provider has the domain as it must be.</summary>
    public static readonly DomainAnswer Connected = new(Problem: null);
}
