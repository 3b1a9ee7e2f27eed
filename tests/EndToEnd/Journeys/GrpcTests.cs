using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Identity.V1;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Production.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>The same calls over gRPC, through the gateway's port for it.</summary>
public sealed class GrpcTests(WholeSystem system) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(system.Running.Handle.GrpcAddress);

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(30);

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task The_main_job_goes_over_grpc_as_well()
    {
        var ground = await Ground.Make(system.Running);
        var (headers, jobs) = (Headers(ground.Factory.Admin.Token!), new JobService.JobServiceClient(_channel));
        var request = new CreateJobRequest { ArticleId = ground.Article, Quantities = { ["38"] = 12 }, Assignments = { ["Cutting"] = ground.Worker } };
        var job = await jobs.CreateJobAsync(request, headers, Soon);
        await jobs.StartJobStepAsync(new StartJobStepRequest { JobId = job.Id, StepId = job.Steps[0].Id }, Headers(ground.Factory.Admin.Token!), Soon);
        var completed = await jobs.CompleteJobStepAsync(new CompleteJobStepRequest { JobId = job.Id, StepId = job.Steps[0].Id }, Headers(ground.Factory.Admin.Token!), Soon);
        completed.Steps[0].Earned.Amount.ShouldBe("3.0000");
        (await jobs.GetJobAsync(new GetJobRequest { JobId = job.Id }, headers, Soon)).ShouldBe(completed);
        // An advance of 2 was left.
        await ground.Factory.BalanceBecomes(ground.Worker, 1m);
    }

    [Fact]
    public async Task Statements_and_payments_go_over_grpc_as_well()
    {
        var ground = await Ground.Make(system.Running);
        var headers = Headers(ground.Factory.Admin.Token!);
        var payment = await new PaymentService.PaymentServiceClient(_channel).CreatePaymentAsync(
            new CreatePaymentRequest { WorkerId = ground.Worker, Amount = "1", Currency = "EUR" }, headers, Soon);
        payment.Balance.Amount.ShouldBe("-3.0000");
        var statement = await new StatementService.StatementServiceClient(_channel).GetWorkerStatementAsync(new GetWorkerStatementRequest { WorkerId = ground.Worker }, headers, Soon);
        statement.Entries.Select(entry => entry.Type).ShouldBe(["PAYMENT", "PAYMENT", "BONUS", "WAGE"]);
        (await ground.Factory.Admin.Get($"/api/v1/ledger/payments/{payment.Id}")).Expect(200).Amount("amount").ShouldBe(1m);
    }

    [Fact]
    public async Task A_key_that_was_used_over_json_answers_the_same_over_grpc()
    {
        var factory = await Factory.Open(system.Running);
        var created = (await factory.Admin.Post("/api/v1/workers", new { code = "W", name = "A worker" }, "one-key")).Expect(201);
        var workers = new WorkerService.WorkerServiceClient(_channel);
        using var call = workers.CreateWorkerAsync(new CreateWorkerRequest { Code = "W", Name = "A worker" }, Headers(factory.Admin.Token!, "one-key"), Soon);
        (await call).Id.ShouldBe(created.Text("id"));
        call.GetTrailers().GetValue("idempotency-replayed").ShouldBe("true");
    }

    [Fact]
    public async Task A_refusal_carries_its_reason_and_its_fields()
    {
        var factory = await Factory.Open(system.Running);
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await new WorkerService.WorkerServiceClient(_channel).CreateWorkerAsync(new CreateWorkerRequest { Name = "\0" }, Headers(factory.Admin.Token!), Soon));
        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        var status = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        status.Details[0].Unpack<Google.Rpc.ErrorInfo>().Type.ShouldBe("INVALID_INPUT");
        status.Details[1].Unpack<Google.Rpc.BadRequest>().FieldViolations.Select(violation => violation.Field).ShouldBe(["code", "name"]);
    }

    [Fact]
    public async Task Text_that_JSON_could_not_carry_is_refused_over_grpc_too()
    {
        var ground = await Ground.Make(system.Running);
        (await ground.Factory.Admin.Post("/api/v1/tenant-config", new { jobSteps = new[] { new { name = "Cutting", order = 1, isPaid = true } } })).Expect(200);
        var request = new CreateJobRequest { ArticleId = ground.Article, Quantities = { ["\0"] = 1 } };
        var refused = await Should.ThrowAsync<RpcException>(async () => await new JobService.JobServiceClient(_channel).CreateJobAsync(request, Headers(ground.Factory.Admin.Token!), Soon));
        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task What_is_internal_cannot_be_reached_from_outside_either_way()
    {
        var internals = Rpc.All.Where(rpc => rpc.Rule.IsInternal).ToList();
        internals.ShouldNotBeEmpty();
        foreach (var rpc in internals)
        {
            (await GrpcCalls.Call(_channel, rpc, system.Running.Platform.Token)).ShouldBe(StatusCode.Unimplemented, rpc.Name);
            (await system.Running.Platform.Post(rpc.GrpcPath, new { })).Status.ShouldBe(404, rpc.Name);
        }
    }

    [Fact]
    public async Task Preparing_an_owner_is_refused_from_outside()
    {
        var request = new PrepareOwnerRequest { TenantId = Guid.NewGuid().ToString(), TenantSlug = Factory.NewSlug(), Email = "a@b.example", Name = "A", Password = Factory.Password };
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await new OwnerService.OwnerServiceClient(_channel).PrepareOwnerAsync(request, Headers(system.Running.Platform.Token!), Soon));
        refused.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    private static Metadata Headers(string token, string? key = null) =>
        new() { { "authorization", "Bearer " + token }, { "idempotency-key", key ?? Guid.NewGuid().ToString() } };
}
