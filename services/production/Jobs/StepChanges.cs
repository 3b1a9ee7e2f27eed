using System.Globalization;
using System.Text.Json.Nodes;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.Jobs;

/// <summary>What an audit entry says of a change of a step, as <see cref="Changes" /> does; written by hand, since every completion pays for it.</summary>
internal static class StepChanges
{
    /// <summary>What differs between a step before and after.</summary>
    public static Json Between(Step before, Step after)
    {
        var (was, became) = (new JsonObject(), new JsonObject());
        Add("status", before.Status, after.Status, EnumOf);
        Add("workerId", before.WorkerId, after.WorkerId, id => id?.ToString());
        Add("shares", before.Shares, after.Shares, shares => shares is null ? null : string.Join(", ", shares.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.WorkerId}: {s.Part} {s.Basis}"))));
        Add("goodQuantity", before.GoodQuantity, after.GoodQuantity, Number);
        Add("rejectedQuantity", before.RejectedQuantity, after.RejectedQuantity, Number);
        Add("returnedQuantity", before.ReturnedQuantity, after.ReturnedQuantity, Number);
        Add("reworkedQuantity", before.ReworkedQuantity, after.ReworkedQuantity, Number);
        Add("earned", before.Earned, after.Earned, amount => amount is { } earned ? Wire.Amount(earned) : null);
        Add("isHeld", before.IsHeld, after.IsHeld, held => held);
        return new Json(new JsonObject { ["before"] = was, ["after"] = became }.ToJsonString());

        void Add<T>(string name, T one, T other, Func<T, JsonNode?> show)
        {
            if (EqualityComparer<T>.Default.Equals(one, other)) return;
            was[name] = show(one);
            became[name] = show(other);
        }
    }

    private static JsonNode? EnumOf(V1.Step.Types.Status status) => EnumText.Of(status);

    private static JsonNode? Number(int number) => number;
}
