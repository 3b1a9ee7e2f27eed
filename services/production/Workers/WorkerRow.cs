using FactoryFlow.Production.V1;

namespace FactoryFlow.Production.Workers;

/// <summary>A worker.</summary>
internal sealed record WorkerRow(Guid Id, string Code, string Name, string Phone)
{
    public Worker ToMessage() => new() { Id = Id.ToString(), Code = Code, Name = Name, Phone = Phone };
}
