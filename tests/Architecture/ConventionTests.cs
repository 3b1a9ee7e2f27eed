using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Api;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Architecture.Tests;

/// <summary>What every client may rely on without reading further: each RPC of a kind has the fields of that kind, or a reason why not.</summary>
public sealed class ConventionTests
{
    private static readonly List<MethodDescriptor> s_public =
    [
        .. RpcAccess.DescriptorsIn(typeof(Access).Assembly).Where(file => file.Package.StartsWith("factoryflow.", StringComparison.Ordinal))
            .SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Where(method => method.GetOptions()?.HasExtension(AnnotationsExtensions.Http) == true),
    ];

    // Those that do not, and why.
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["FactoryAccessService.ListFactoryAccess"] = "a token names all of them, and there are no more than it can name",
        ["InstanceService.ListTransitions"] = "all ways of a definition, which are bounded, are judged together",
        ["OperationsService.ListServices"] = "there are as many as the platform has",
        ["OrderService.ListOrderTransitions"] = "all ways of a flow, which are bounded, are judged together",
        ["RoleService.ListPermissions"] = "there are as many as the version has",
        ["StatementService.ListWorkerJobs"] = "the oldest that wait to be paid and the latest that are paid, of both a bounded number",
        ["JobService.UpdateJob"] = "starts or completes a step, as older clients say it: nothing of the job is edited",
        ["JobService.DeleteJob"] = "only what nobody began can be deleted, and jobs are not edited",
        ["MeService.UpdateMe"] = "there is one thing that people change about themselves",
        ["OrderFlowService.UpdateOrderFlowConfig"] = "a flow is judged as a whole, and a version is added",
        ["WebhookService.DeleteWebhook"] = "whoever deletes one does not mind what was changed about it meanwhile",
    };

    [Fact]
    public void Every_rpc_follows_the_conventions_of_its_kind() => s_public.Where(rpc => !s_exceptions.ContainsKey(NameOf(rpc))).SelectMany(Breaches).ShouldBeEmpty();

    [Fact]
    public void Every_exception_is_one() =>
        s_exceptions.Keys.Where(name => s_public.Find(rpc => NameOf(rpc) == name) is not { } rpc || !Breaches(rpc).Any()).ShouldBeEmpty("takes no exception any more: delete it");

    private static IEnumerable<string> Breaches(MethodDescriptor rpc)
    {
        var (name, input, output) = (NameOf(rpc), rpc.InputType, rpc.OutputType);
        if (rpc.Name.StartsWith("List", StringComparison.Ordinal))
        {
            if (!Has(input, "page_size", FieldType.Int32) || !Has(input, "page_token", FieldType.String)) yield return $"{name} takes no page_size and page_token";
            if (!Has(output, "next_page_token", FieldType.String)) yield return $"{name} answers no next_page_token";
        }

        if (VerbOf(rpc) == HttpRule.PatternOneofCase.Patch && input.FindFieldByName("update_mask") is null) yield return $"{name} takes no update_mask";
        if (rpc.Name.StartsWith("Create", StringComparison.Ordinal) && rpc.GetOptions().GetExtension(OptionsExtensions.IdempotencyKey) == IdempotencyKey.Unspecified) yield return $"{name} takes no idempotency key";
        if (rpc.Name.StartsWith("Update", StringComparison.Ordinal))
        {
            if (!Has(output, "etag", FieldType.String)) yield return $"{name} answers no etag";
            if (!Has(input, "etag", FieldType.String)) yield return $"{name} takes no etag";
        }

        if (rpc.Name.StartsWith("Delete", StringComparison.Ordinal) && s_public.Exists(other => other.Service == rpc.Service && other.Name == "Update" + rpc.Name["Delete".Length..]) && !Has(input, "etag", FieldType.String))
            yield return $"{name} takes no etag";
    }

    private static bool Has(MessageDescriptor message, string field, FieldType type) => message.FindFieldByName(field) is { IsRepeated: false } found && found.FieldType == type;

    private static HttpRule.PatternOneofCase VerbOf(MethodDescriptor rpc) => rpc.GetOptions().GetExtension(AnnotationsExtensions.Http).PatternCase;

    private static string NameOf(MethodDescriptor rpc) => $"{rpc.Service.Name}.{rpc.Name}";
}
