using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Feed;

/// <summary>An event as it is stored.</summary>
internal sealed record EventRow(long Sequence, Guid EventId, string Type, string Data, DateTimeOffset OccurTime)
{
    /// <summary>As the API shows it.</summary>
    public Event ToMessage() => new()
    {
        Cursor = Feed.Cursor.Of(Sequence), Id = EventId.ToString(), Type = Type, OccurTime = Wire.Time(OccurTime), Data = FreeJson.Read(Data),
    };
}
