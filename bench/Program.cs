using FactoryFlow.Bench;

// dotnet run -c Release --project bench -- <mode> <options>; docs/performance.md says what each measures.
var options = new Options(args);
return args.FirstOrDefault() switch
{
    "balances" => await Balances.Run(options),
    "tenants" => await Tenants.Run(options),
    "workflow" => await Workflow.Run(options),
    "gateway" => await EmptyCall.Run(options),
    "answer" => await Answering.Run(args),
    "flood" => await Flooding.Run(args),
    "overload" => await Overload.Run(options),
    _ => await Completions.Run(options),
};
