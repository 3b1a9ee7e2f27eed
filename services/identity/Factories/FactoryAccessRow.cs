using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;

namespace FactoryFlow.Identity.Factories;

/// <summary>A user's access to a factory.</summary>
internal sealed record FactoryAccessRow(Guid UserId, Guid FactoryId, string AccessLevel, bool IsDefault, DateTimeOffset CreateTime)
{
    public FactoryAccess ToMessage() => new()
    {
        FactoryId = FactoryId.ToString(),
        AccessLevel = EnumText.Parse<Level>(AccessLevel),
        IsDefault = IsDefault,
        CreateTime = Wire.Time(CreateTime),
    };

    /// <summary>As a token writes it.</summary>
    public string ToClaim() => $"{FactoryId}:{AccessLevel}";
}
