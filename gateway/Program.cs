using FactoryFlow.Gateway;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;

// YARP copies each body through a 64 KB buffer of the shared pool, which keeps 32 of them for a core: with more calls than
// that under way each would allocate its own, at twice the CPU time. The pool reads this once, when it is first used.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION", "1024");

// Every route comes from the descriptors of the protos: a new RPC needs no line here.
var gateway = GatewayApplication.Build(args, [.. RpcAccess.DescriptorsIn(typeof(OptionsReflection).Assembly)]);
await gateway.RunAsync();
