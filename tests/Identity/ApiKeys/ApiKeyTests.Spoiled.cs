using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;

namespace FactoryFlow.Identity.Tests.ApiKeys;

/// <summary>What may be wrong with a key.</summary>
public sealed partial class ApiKeyTests
{
    private async Task<string> Spoil(string what, Person owner, ApiKey key)
    {
        var (text, secret) = (key.ApiKey_, key.ApiKey_[key.Prefix.Length..]);
        switch (what)
        {
            case "no key at all": return "nonsense";
            case "nothing": return "";
            case "another secret": return text[..^6] + (text.EndsWith("AAAAAA", StringComparison.Ordinal) ? "BBBBBB" : "AAAAAA");
            case "another prefix": return "ffk_22222222" + secret;
            case "another tenant's prefix": return (await (await _server.OpenAsOwner()).MakeKey("jobs:create:all")).Prefix + secret;
            case "revoked": await Revoke(owner, key.Id); return text;
            case "expired": await Sql("update api_keys set expire_time = now() where id = $1", key); return text;
            case "of somebody INACTIVE": await Sql("update users set status = 'INACTIVE' where id = (select owner_id from api_keys where id = $1)", key); return text;
            case "of nobody": await Sql("update api_keys set owner_id = null where id = $1", key); return text;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, "is no fault");
        }
    }

    private Task Sql(string statement, ApiKey key) => fixture.Sql(statement, Guid.Parse(key.Id));
}
