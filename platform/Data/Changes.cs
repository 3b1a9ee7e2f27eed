using System.Text.Json.Nodes;
using Google.Protobuf;

namespace FactoryFlow.Platform.Data;

/// <summary>What an audit entry says of a change: <c>{"before": {...}, "after": {...}}</c> with the fields that differ, as clients see them.</summary>
public static class Changes
{
    // On a change, "false" or "" is what it was or became; on a creation it is noise.
    private static readonly JsonFormatter Whole = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private static readonly JsonFormatter Told = JsonFormatter.Default;

    /// <summary>What differs between two states of one thing; what the proto marks as secret is left out at every depth.</summary>
    /// <param name="before">As it was; null when it is created.</param>
    /// <param name="after">As it is now; null when it is deleted.</param>
    public static Json Between(IMessage? before, IMessage? after)
    {
        var format = before is null || after is null ? Told : Whole;
        var (was, became) = (Read(before, format), Read(after, format));
        if (was is not null && became is not null) LeaveOutWhatIsEqual(was, became);
        return new Json(new JsonObject { ["before"] = was, ["after"] = became }.ToJsonString());
    }

    private static JsonObject? Read(IMessage? message, JsonFormatter format) =>
        message is null ? null : JsonNode.Parse(format.Format(CanonicalRequest.Of(message)))!.AsObject();

    // Lists are compared whole: which of two entries changed is not theirs to say.
    private static void LeaveOutWhatIsEqual(JsonObject was, JsonObject became)
    {
        foreach (var name in was.Select(p => p.Key).Where(became.ContainsKey).ToList())
        {
            if (JsonNode.DeepEquals(was[name], became[name]))
            {
                was.Remove(name);
                became.Remove(name);
            }
            else if (was[name] is JsonObject inner && became[name] is JsonObject other)
            {
                LeaveOutWhatIsEqual(inner, other);
            }
        }
    }
}
