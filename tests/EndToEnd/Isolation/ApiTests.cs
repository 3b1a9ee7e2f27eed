using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;

namespace FactoryFlow.EndToEnd.Tests.Isolation;

/// <summary>One tenant's things do not exist for another, in any call that the descriptors have, over JSON and over gRPC.</summary>
public sealed class ApiTests(WholeSystem system, TwoTenants tenants) : IClassFixture<TwoTenants>, IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(system.Running.Handle.GrpcAddress);

    public static TheoryData<string> WithIds => [.. OfTenants.Where(rpc => rpc.Fields.Any(IsId)).Select(rpc => rpc.Name)];

    public static TheoryData<string> WithIdsInPath => [.. OfTenants.Where(rpc => rpc.Fields.Any(f => rpc.IsInPath(f) && IsId(f))).Select(rpc => rpc.Name)];

    public static TheoryData<string> Reads => [.. OfTenants.Where(rpc => rpc.Descriptor.Name.StartsWith("List", StringComparison.Ordinal) || rpc.Descriptor.Name.StartsWith("Get", StringComparison.Ordinal)).Select(rpc => rpc.Name)];

    private static IEnumerable<Rpc> OfTenants => Rpc.Public.Where(rpc => !rpc.Rule.IsAnonymous && !rpc.IsForPlatformOnly);

    public void Dispose() => _channel.Dispose();

    [Theory]
    [MemberData(nameof(WithIdsInPath))]
    public async Task Another_tenants_path_is_404(string name)
    {
        var rpc = Rpc.Named(name);
        var theirs = MinimalCalls.Of(rpc, tenants.A);
        (await rpc.Call(tenants.B.Factory.Admin, theirs)).Expect(404).Text("code").ShouldBe("NOT_FOUND");
        (await GrpcCalls.Call(_channel, rpc, tenants.B.Factory.Admin.Token, Message(rpc, theirs))).ShouldBe(StatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(WithIds))]
    public async Task Each_id_of_another_tenants_among_ones_own_is_404(string name)
    {
        var rpc = Rpc.Named(name);
        var theirs = MinimalCalls.Of(rpc, tenants.A);
        // A task's user is compared with who calls, within the tenant, and looked up nowhere: another tenant's opens nothing to anybody.
        foreach (var field in rpc.Fields.Where(IsId).Where(field => theirs.ContainsKey(field.JsonName) && !(rpc.Descriptor.Service.Name is "TaskService" && field.Name is "user_id" or "assignee_id")))
        {
            var call = MinimalCalls.Of(rpc, tenants.B);
            call[field.JsonName] = theirs[field.JsonName]!.DeepClone();
            (await rpc.Call(tenants.B.Factory.Admin, call)).Expect(404).Reason.ShouldEndWith("_NOT_FOUND");
            (await GrpcCalls.Call(_channel, rpc, tenants.B.Factory.Admin.Token, Message(rpc, call))).ShouldBe(StatusCode.NotFound, field.Name);
        }
    }

    [Fact]
    public async Task A_step_is_not_given_to_another_tenants_worker_when_a_job_is_created()
    {
        var call = MinimalCalls.Of(Rpc.Named("JobService.CreateJob"), tenants.B);
        call["assignments"] = new JsonObject { ["Cutting"] = tenants.A.Worker };
        (await Rpc.Named("JobService.CreateJob").Call(tenants.B.Factory.Admin, call)).Expect(404, "WORKER_NOT_FOUND").Fields.ShouldBe(["assignments.Cutting"]);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task What_one_reads_holds_nothing_of_another_tenants(string name)
    {
        var rpc = Rpc.Named(name);
        var answer = (await rpc.Call(tenants.B.Factory.Admin, MinimalCalls.Of(rpc, tenants.B))).Expect(200).Body;
        var a = tenants.A;
        foreach (var theirs in new[] { a.Factory.TenantId, a.Factory.Slug, a.Worker, a.Article, a.Payment, a.Pending.Id, a.Started.Id, a.Completed.Id, a.User, a.Role, a.Place })
            answer.ShouldNotContain(theirs);
    }

    [Theory]
    [MemberData(nameof(WithIds))]
    public async Task The_owner_themselves_is_not_told_404(string name)
    {
        var rpc = Rpc.Named(name);
        (await rpc.Call(tenants.A.Factory.Admin, MinimalCalls.Of(rpc, tenants.A))).Status.ShouldNotBe(404);
    }

    [Fact]
    public async Task A_tenants_administrator_reaches_no_tenant_past_the_gateway_either()
    {
        foreach (var rpc in Rpc.All.Where(rpc => rpc.Rule is { IsInternal: true, IsAnonymous: false }))
        {
            using var service = GrpcChannel.ForAddress(system.Running.Handle.Address(rpc.Descriptor.File.Package.Split('.')[1]));
            (await GrpcCalls.Call(service, rpc, tenants.B.Factory.Admin.Token, AboutA(rpc))).ShouldBeOneOf([StatusCode.PermissionDenied, StatusCode.NotFound], rpc.Name);
            (await GrpcCalls.Call(service, rpc, token: null)).ShouldBe(StatusCode.Unauthenticated, rpc.Name);
        }
    }

    [Fact]
    public async Task What_services_ask_each_other_is_not_there_for_anybody_else()
    {
        foreach (var rpc in Rpc.All.Where(rpc => rpc.Rule.IsInternal))
            (await GrpcCalls.Call(_channel, rpc, tenants.B.Factory.Admin.Token)).ShouldBe(StatusCode.Unimplemented, rpc.Name);
    }

    // What one of our services asks as the caller is for the caller's own tenant only.
    private IMessage AboutA(Rpc rpc) =>
        Message(rpc, rpc.Fields.Any(field => field.Name == "tenant_id") ? new JsonObject { ["tenantId"] = tenants.A.Factory.TenantId } : []);

    private static bool IsId(FieldDescriptor field) => field.FieldType == FieldType.String && !field.IsRepeated && field.Name.EndsWith("_id", StringComparison.Ordinal);

    private static IMessage Message(Rpc rpc, JsonObject fields) => JsonParser.Default.Parse(fields.ToJsonString(), rpc.Descriptor.InputType);
}
