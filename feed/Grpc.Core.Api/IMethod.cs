namespace Grpc.Core;

/// <summary>A remote method, whatever its messages.</summary>
public interface IMethod
{
    /// <summary>The kind of method.</summary>
    MethodType Type { get; }

    /// <summary>The full name of the service.</summary>
    string ServiceName { get; }

    /// <summary>The name without the service.</summary>
    string Name { get; }

    /// <summary>The path by which calls are dispatched: <c>/service/method</c>.</summary>
    string FullName { get; }
}
