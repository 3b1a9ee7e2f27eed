// Both an app host for a small system and the services of that system, so that tests can kill the one and ask the others.
return args is ["host", .. var options] ? await FactoryFlow.AppHost.StandIn.SmallSystem.Run(options) : await FactoryFlow.AppHost.StandIn.Service.Run();
