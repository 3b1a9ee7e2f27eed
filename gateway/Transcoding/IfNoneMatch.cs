using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>
/// The conditions beside <c>If-Match</c>. What is only read is not sent again to whoever has it; a change under one of them is refused, since
/// it must not be done without, and no call can hold to it (RFC 9110, 13.1).
/// </summary>
internal static class IfNoneMatch
{
    /// <summary>Refuses a change under a condition that no call takes.</summary>
    public static void Read(HttpRequest request, Faults faults)
    {
        var headers = request.Headers;
        if (headers.IfNoneMatch.Count == 0 && headers.IfUnmodifiedSince.Count == 0) return;
        if (Reading.Is(request.Method)) return;
        if (headers.IfNoneMatch.Count > 0) faults.Add(Reasons.ConditionNotTaken, HeaderNames.IfNoneMatch, FaultTexts.ConditionNotTaken);
        // Beside If-Match it does not count, as the RFC has it.
        if (headers is { IfUnmodifiedSince.Count: > 0, IfMatch.Count: 0 }) faults.Add(Reasons.ConditionNotTaken, HeaderNames.IfUnmodifiedSince, FaultTexts.ConditionNotTaken);
    }

    /// <summary>Whether whoever asks has the answer already.</summary>
    public static bool IsKnown(HttpRequest request, string? etag) =>
        request.Headers.IfNoneMatch is { Count: > 0 } header && Reading.Is(request.Method) && IsAmong(header, etag);

    private static bool IsAmong(StringValues header, string? etag)
    {
        if (header is ["*"]) return true;
        if (etag is null || !EntityTagHeaderValue.TryParseList(header, out var tags)) return false;
        var answered = new EntityTagHeaderValue(etag);
        return tags.Any(tag => tag.Compare(answered, useStrongComparison: false));
    }
}
