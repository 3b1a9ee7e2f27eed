namespace Grpc.Core;

/// <summary>What authenticates a single call.</summary>
public abstract class CallCredentials
{
    /// <summary>Combines credentials; all of them apply.</summary>
    /// <param name="credentials">Two or more credentials.</param>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new Composite(credentials);

    /// <summary>Creates credentials from a function that adds headers.</summary>
    /// <param name="interceptor">The function.</param>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new Intercepted(interceptor);

    /// <summary>Tells a configurator what these credentials are made of; for the library only.</summary>
    /// <param name="configurator">The configurator.</param>
    /// <param name="state">Handed on to it.</param>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);

    private sealed class Composite : CallCredentials
    {
        private readonly IReadOnlyList<CallCredentials> _credentials;

        public Composite(CallCredentials[] credentials)
        {
            if (credentials.Length < 2)
                throw new ArgumentException("Composite credentials object can only be created from 2 or more credentials.");
            _credentials = Array.AsReadOnly([.. credentials]);
        }

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, _credentials);
    }

    private sealed class Intercepted : CallCredentials
    {
        private readonly AsyncAuthInterceptor _interceptor;

        public Intercepted(AsyncAuthInterceptor interceptor)
        {
            ArgumentNullException.ThrowIfNull(interceptor);
            _interceptor = interceptor;
        }

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, _interceptor);
    }
}
