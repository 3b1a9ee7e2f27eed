using FactoryFlow.Gateway;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.OpenApi;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using Google.Protobuf.Reflection;

// YARP copies each body through a 64 KB buffer of the shared pool, which keeps 32 of them for a core: with more calls than
// that under way each would allocate its own, at twice the CPU time. The pool reads this once, when it is first used.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION", "1024");

// What arrives is read by the thread that hears of it, one change of threads less for each read and a tenth more calls. Nothing of ours runs
// there: Kestrel and HttpClient hand on what they have read. The sockets read this once, too.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

// Every route comes from the descriptors of the protos: a new RPC needs no line here.
FileDescriptor[] files = [.. RpcAccess.DescriptorsIn(typeof(OptionsReflection).Assembly)];
if (args is ["openapi", var path])
{
    // The API's description as a file, for tools that have no gateway to ask.
    await File.WriteAllBytesAsync(path, ApiDocument.Write(RouteTable.Of(files), files));
    return;
}

var gateway = GatewayApplication.Build(args, files);
await gateway.RunAsync();
