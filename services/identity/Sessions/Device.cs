using System.Net;
using FactoryFlow.Platform.Data;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

/// <summary>What a session is used from, as far as its user recognises it by that.</summary>
internal sealed record Device(string UserAgent, IPAddress? Address)
{
    private const int LongestUserAgent = 300;

    public static Device Of(TenantTx tx, ServerCallContext context)
    {
        var agent = context.GetHttpContext().Request.Headers.UserAgent.ToString();
        // Whoever calls writes what they like; it is kept short and shown as plain text.
        var shown = string.Concat(agent.Take(LongestUserAgent).Where(c => c is >= ' ' and <= '~'));
        return new Device(shown, tx.RemoteAddress);
    }
}
