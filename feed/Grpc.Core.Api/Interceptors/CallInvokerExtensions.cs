namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors in front of a <see cref="CallInvoker"/>.</summary>
public static class CallInvokerExtensions
{
    /// <summary>Puts one interceptor in front; it sees a call before those put there earlier.</summary>
    /// <param name="invoker">What makes the calls.</param>
    /// <param name="interceptor">The interceptor.</param>
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptingCallInvoker(invoker, interceptor);
    }

    /// <summary>Puts several interceptors in front; the first of them sees a call first.</summary>
    /// <param name="invoker">What makes the calls.</param>
    /// <param name="interceptors">The interceptors.</param>
    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptors);
        for (var last = interceptors.Length - 1; last >= 0; last--)
            invoker = invoker.Intercept(interceptors[last]);
        return invoker;
    }

    /// <summary>Replaces the headers of every call.</summary>
    /// <param name="invoker">What makes the calls.</param>
    /// <param name="interceptor">Takes the headers and returns those to send.</param>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return invoker.Intercept(new HeadersInterceptor(interceptor));
    }
}
