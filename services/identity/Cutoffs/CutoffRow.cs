using FactoryFlow.Identity.V1;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Identity.Cutoffs;

/// <summary>Tokens that stopped counting, and where the row stands in the order of transactions.</summary>
internal sealed record CutoffRow(Guid? SessionId, Guid? UserId, long LeastVersion, DateTimeOffset ExpireTime, long WrittenBy, long Sequence)
{
    public Cutoff ToMessage()
    {
        var cutoff = new Cutoff { LeastVersion = LeastVersion, ExpireTime = ExpireTime.ToTimestamp() };
        if (SessionId is { } session) cutoff.SessionId = session.ToString();
        else cutoff.UserId = UserId.ToString();
        return cutoff;
    }
}
