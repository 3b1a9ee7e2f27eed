using System.Collections;
using System.Text;
using FactoryFlow.EndToEnd.Tests.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>Two factories that did the same: what one answers over JSON is what the other answers over gRPC, but for ids, times and secrets.</summary>
internal sealed class Twins(Factory left, Factory right)
{
    // Made of chance, of time or of ids, and so never the same.
    private static readonly string[] s_opaque = ["next_page_token", "verification_code", "hash", "previous_hash", "preview_hash", "api_key", "secret", "prefix", "cursor", "url", "excerpt", "hint", "etag", "duration_milliseconds"];

    private readonly Dictionary<Guid, Guid> _ids = [];

    public Factory Left => left;

    public Factory Right => right;

    /// <summary>How many calls were answered, and how many refused.</summary>
    public int Answers { get; private set; }

    public int Refusals { get; private set; }

    /// <summary>How the two differ; null when they do not.</summary>
    public string? Compare(Rpc rpc, Reply json, GrpcAnswer grpc)
    {
        if ((json.Status < 300) != grpc.IsFine) return $"{json} over JSON, and {grpc} over gRPC";
        // What is too long for the line of a request is refused before anybody looks at it, by its status alone.
        if (json.Status == 414)
        {
            Refusals++;
            return null;
        }

        if (grpc.IsFine)
        {
            Answers++;
            return Difference(Told(rpc, json.Body), rpc.Descriptor.OutputType.Parser.ParseFrom(grpc.Bytes), rpc.Descriptor.OutputType.Name);
        }

        Refusals++;
        if (json.Reason != grpc.Reason) return $"{json} over JSON, and {grpc} over gRPC";
        var (here, there) = (json.Fields.Select(Plain).Order(StringComparer.Ordinal).ToList(), grpc.Fields.Select(Plain).Order(StringComparer.Ordinal).ToList());
        // Who sends one field as the whole body does not write its name.
        return here.Count == there.Count && here.Zip(there).All(pair => pair.Second.EndsWith(pair.First, StringComparison.Ordinal)) ? null
            : $"the fields {string.Join(", ", here)} over JSON, and {string.Join(", ", there)} over gRPC";
    }

    private static IMessage Told(Rpc rpc, string body)
    {
        // Some are answered with nothing, some with one field alone.
        if (body.Length == 0) body = "{}";
        else if (rpc.Http!.ResponseBody is { Length: > 0 } field) body = $"{{\"{field}\":{body}}}";
        return JsonParser.Default.Parse(body, rpc.Descriptor.OutputType);
    }

    private static string Plain(string field)
    {
        var plain = new StringBuilder(field.Length);
        foreach (var c in field.Where(c => c is not ('_' or ']'))) plain.Append(c == '[' ? '.' : char.ToLowerInvariant(c));
        return plain.ToString();
    }

    private string? Difference(IMessage a, IMessage b, string path)
    {
        if (a is Timestamp) return null;
        foreach (var field in a.Descriptor.Fields.InDeclarationOrder())
        {
            var here = path + "." + field.Name;
            if (field.HasPresence && field.Accessor.HasValue(a) != field.Accessor.HasValue(b)) return $"{here} is there in one of them only: {a} {b}";
            if (field.HasPresence && !field.Accessor.HasValue(a)) continue;
            if (Difference(field, field.Accessor.GetValue(a), field.Accessor.GetValue(b), here) is { } difference) return difference;
        }

        return null;
    }

    private string? Difference(FieldDescriptor field, object? a, object? b, string path)
    {
        if (s_opaque.Contains(field.Name)) return null;
        if (a is IDictionary map && b is IDictionary other) return Difference(Sorted(map, isLeft: true), Sorted(other, isLeft: false), path);
        if (a is IList list && b is IList others) return Difference(list.Cast<object>().ToList(), others.Cast<object>().ToList(), path);
        return Same(a, b, path);
    }

    private string? Difference(List<object> a, List<object> b, string path) => a.Count != b.Count
        ? $"{path} has {a.Count} over JSON and {b.Count} over gRPC: {string.Join(" ", a)} and {string.Join(" ", b)}"
        : a.Zip(b).Select((pair, i) => Same(pair.First, pair.Second, $"{path}[{i}]")).FirstOrDefault(found => found is not null);

    private string? Same(object? a, object? b, string path) => (a, b) switch
    {
        (IMessage x, IMessage y) => Difference(x, y, path),
        (string x, string y) => IsSame(x, y) ? null : $"{path} is {x} over JSON and {y} over gRPC",
        _ => Equals(a, b) ? null : $"{path} is {a} over JSON and {b} over gRPC",
    };

    private bool IsSame(string a, string b)
    {
        if (a == b || a == b.Replace(right.Slug, left.Slug, StringComparison.Ordinal)) return true;
        if (!Guid.TryParse(a, out var x) || !Guid.TryParse(b, out var y)) return IsSameTime(a, b);
        if (_ids.TryGetValue(x, out var known)) return known == y;
        _ids[x] = y;
        return true;
    }

    private static bool IsSameTime(string a, string b) => a.Length > 9 && a[4] == '-' && DateTimeOffset.TryParse(a, null, out _) && DateTimeOffset.TryParse(b, null, out _);

    private List<object> Sorted(IDictionary map, bool isLeft) =>
        [.. map.Keys.Cast<object>().OrderBy(key => key.ToString(), StringComparer.Ordinal).SelectMany(key => new[] { isLeft ? key : key.ToString()!.Replace(right.Slug, left.Slug, StringComparison.Ordinal), map[key]! })];
}
