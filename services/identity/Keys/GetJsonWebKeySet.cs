using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Keys;

internal sealed partial class KeyService
{
    public override Task<JsonWebKeySet> GetJsonWebKeySet(GetJsonWebKeySetRequest request, ServerCallContext context) => Task.FromResult(keys.Published());
}
