using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>
/// The header <c>If-Match</c>, which says the state that a change was decided on as the field <c>etag</c> does. A condition that could not be
/// held to is refused: whoever sets one relies on it.
/// </summary>
internal static class IfMatch
{
    private const string Any = "*";

    /// <summary>Puts the header's etag into the message.</summary>
    public static void Read(StringValues header, HttpBinding binding, IMessage message, Faults faults)
    {
        if (header.Count == 0) return;
        if (binding.Etag.Given is not { } field) faults.Add(Reasons.IfMatchInvalid, HeaderNames.IfMatch, FaultTexts.ConditionNotTaken);
        else if (header is not [{ } value] || (value != Any && !IsOne(value))) faults.Add(Reasons.IfMatchInvalid, HeaderNames.IfMatch, FaultTexts.MustBeOneEtag);
        else if (value != Any) Set(binding.Etag.Resource is { } resource ? FieldTarget.Open(message, resource) : message, field, value[1..^1], faults);
    }

    private static bool IsOne(string value) => value is ['"', .. var tag, '"'] && EtagRule.IsTag(tag);

    private static void Set(IMessage holder, FieldDescriptor field, string tag, Faults faults)
    {
        if (FieldTarget.Differs(holder, field, tag)) faults.Add(Reasons.IfMatchInvalid, HeaderNames.IfMatch, FaultTexts.NotAsEtagSays);
        else field.Accessor.SetValue(holder, tag);
    }
}
