using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>A call that may be refused: what it answered, or the refusal.</summary>
internal static class Attempt
{
    public static async Task<object> Of<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (RpcException e)
        {
            return Refused.Of(e);
        }
    }

    public static Task<object> Of(Func<Task> call) => Of<object>(async () =>
    {
        await call();
        return true;
    });
}
