using FactoryFlow.Gateway;
using FactoryFlow.Gateway.Routes;
using FactoryFlow.Options.V1;

// Every route comes from the descriptors of the protos: a new RPC needs no line here.
var gateway = GatewayApplication.Build(args, ApiDescriptors.Of(typeof(OptionsReflection).Assembly));
await gateway.RunAsync();
