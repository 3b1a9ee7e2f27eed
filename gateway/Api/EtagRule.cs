using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Api;

/// <summary>
/// Where the messages of an RPC have an <c>etag</c>, which HTTP says in headers: the state that a change was decided on is
/// <c>If-Match</c>, and the state that was answered is <c>ETag</c>.
/// </summary>
internal sealed class EtagRule
{
    private const string Name = "etag";

    // What an entity tag may hold between its quotes (RFC 9110), of ASCII.
    private static readonly SearchValues<char> Allowed = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c != '"')]);

    private readonly FieldDescriptor? _answered;

    private EtagRule(FieldShape? resource, FieldDescriptor? given, FieldDescriptor? answered) => (Resource, Given, _answered) = (resource, given, answered);

    /// <summary>The field of the request that holds the resource with the etag; null where the request has it itself.</summary>
    public FieldShape? Resource { get; }

    /// <summary>The etag of the request; null where it takes none.</summary>
    public FieldDescriptor? Given { get; }

    /// <summary>Whether the answer has an etag.</summary>
    public bool IsAnswered => _answered is not null;

    /// <summary>The rule of an RPC.</summary>
    /// <param name="rpc">The RPC.</param>
    /// <param name="resource">The field that the body stands for, if it is one: what an update changes.</param>
    /// <param name="isWhole">Whether all of the answer is answered.</param>
    public static EtagRule Of(MethodDescriptor rpc, FieldShape? resource, bool isWhole)
    {
        var own = Find(rpc.InputType);
        var held = own is null && resource is { IsList: false, Key: null, Value.Message: { } message } ? Find(message.Descriptor) : null;
        return new EtagRule(held is null ? null : resource, own ?? held, isWhole ? Find(rpc.OutputType) : null);
    }

    /// <summary>Whether a text can stand between the quotes of an entity tag, and is not empty.</summary>
    public static bool IsTag(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(Allowed);

    /// <summary>The ETag header of an answer; null when it has no etag that a header could say.</summary>
    public string? HeaderOf(IMessage answer) => _answered?.Accessor.GetValue(answer) is string tag && IsTag(tag) ? $"\"{tag}\"" : null;

    private static FieldDescriptor? Find(MessageDescriptor message) => message.FindFieldByName(Name) is { FieldType: FieldType.String, IsRepeated: false } field ? field : null;
}
