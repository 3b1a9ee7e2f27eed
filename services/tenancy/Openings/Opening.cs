using MassTransit;

namespace FactoryFlow.Tenancy.Openings;

/// <summary>Where the opening of a tenant is, until the tenant is whole or withdrawn. Kept under the name of this type, which is therefore never renamed.</summary>
internal sealed class Opening : SagaStateMachineInstance
{
    /// <summary>The tenant's id: each opening makes a tenant of its own.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>The state's name.</summary>
    public string CurrentState { get; set; } = "";

    /// <summary>The providers of the domain that have not connected it yet.</summary>
    public IReadOnlyList<string> Providers { get; set; } = [];
}
