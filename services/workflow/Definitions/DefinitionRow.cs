using FactoryFlow.Platform.Data;
using Google.Protobuf.WellKnownTypes;
using static FactoryFlow.Workflow.V1.Definition.Types;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>A definition in one of its versions.</summary>
internal sealed record DefinitionRow(
    Guid Id, string Name, int LatestVersion, int? ActiveVersion, int Version, string Status, string Document, DateTimeOffset CreateTime, DateTimeOffset? PublishTime)
{
    /// <summary>The whole of it.</summary>
    public V1.Definition ToMessage()
    {
        var message = ToSummary();
        message.Definition_ = Struct.Parser.ParseJson(Document);
        return message;
    }

    /// <summary>Without states and transitions.</summary>
    public V1.Definition ToSummary() => new()
    {
        Id = Id.ToString(),
        Name = Name,
        Version = Version,
        Status = EnumText.Parse<Status>(Status),
        ActiveVersion = ActiveVersion ?? 0,
        CreateTime = Wire.Time(CreateTime),
        PublishTime = Wire.Time(PublishTime),
        Etag = Etag.Of(LatestVersion),
    };
}
