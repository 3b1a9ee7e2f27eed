namespace FactoryFlow.Gateway.Tests;

public sealed class ApiRoutingTests(WithWholeApi api) : IClassFixture<WithWholeApi>
{
    [Theory]
    [InlineData("GET", "/api/v1/jobs/j1", "GetJob")]
    [InlineData("POST", "/api/v1/jobs/j1/steps/s1:start", "StartJobStep")]
    [InlineData("POST", "/api/v1/jobs/j1/steps/s1:complete", "CompleteJobStep")]
    [InlineData("PUT", "/api/v1/jobs/j1/steps/s1/assignment", "AssignJobStep")]
    [InlineData("POST", "/api/v1/jobs", "CreateJob")]
    [InlineData("POST", "/api/v1/job/create", "CreateJob")]
    [InlineData("GET", "/api/v1/ledger/workers/w1", "GetWorkerStatement")]
    [InlineData("POST", "/api/v1/ledger/worker/w1", "GetWorkerStatement")]
    [InlineData("GET", "/api/v1/ledger/workers/w1/jobs", "ListWorkerJobs")]
    [InlineData("GET", "/.well-known/jwks.json", "GetJsonWebKeySet")]
    public async Task A_request_reaches_its_own_rpc_and_no_other(string method, string path, string rpc) =>
        (await api.RpcOf(method, path)).ShouldBe(rpc);

    [Theory]
    [InlineData("POST", "/api/v1/jobs/j1:start")]
    [InlineData("POST", "/api/v1/jobs/j1/steps/s1")]
    [InlineData("POST", "/api/v1/jobs/j1/steps/s1:stop")]
    [InlineData("POST", "/api/v1/jobs/j1/steps/:start")]
    [InlineData("GET", "/api/v1/jobs/j1/steps/s1:start")]
    public async Task A_request_that_fits_none_reaches_none(string method, string path) =>
        (await api.RpcOf(method, path)).ShouldBeNull();
}
