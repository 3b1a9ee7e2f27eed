namespace Grpc.Core;

/// <summary>Adds what authenticates a call to its headers.</summary>
/// <param name="context">The call.</param>
/// <param name="metadata">Takes the entries to add.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
