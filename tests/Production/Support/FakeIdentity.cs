using System.Collections.Concurrent;
using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Tests.Support;

/// <summary>Identity as production asks it: knows the staff that tests gave it.</summary>
internal sealed class FakeIdentity : UserService.UserServiceClient
{
    private readonly ConcurrentDictionary<(Guid Tenant, Guid User), string> _staff = new();
    private readonly ConcurrentDictionary<Guid, bool> _silent = new();

    /// <summary>How often it was asked for a tenant.</summary>
    public ConcurrentDictionary<Guid, int> Asked { get; } = new();

    public Guid Add(Guid tenant, Guid user, string email)
    {
        _staff[(tenant, user)] = email;
        return user;
    }

    public void Remove(Guid tenant, Guid user) => _staff.TryRemove((tenant, user), out _);

    /// <summary>Whether it answers nobody of a tenant's.</summary>
    public void FallSilentFor(Guid tenant, bool isSilent = true) => _silent[tenant] = isSilent;

    public override AsyncUnaryCall<FindStaffResponse> FindStaffAsync(FindStaffRequest request, Metadata headers, DateTime? deadline, CancellationToken cancellationToken)
    {
        var tenant = Guid.Parse(request.TenantId);
        Asked.AddOrUpdate(tenant, 1, (_, n) => n + 1);
        if (_silent.GetValueOrDefault(tenant)) return Answer(Failed(StatusCode.Unavailable));
        var found = _staff.Where(s => s.Key.Tenant == tenant && (request.UserId.Length > 0 ? s.Key.User == Guid.Parse(request.UserId) : s.Value == request.Email)).Select(s => s.Key.User).ToList();
        return Answer(found is [var user] ? Task.FromResult(new FindStaffResponse { UserId = user.ToString() }) : Failed(StatusCode.NotFound));
    }

    private static Task<FindStaffResponse> Failed(StatusCode status) => Task.FromException<FindStaffResponse>(new RpcException(new Status(status, "as the test wants it")));

    private static AsyncUnaryCall<FindStaffResponse> Answer(Task<FindStaffResponse> answer) => new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
