using FactoryFlow.AppHost.Servers;

var options = new ServerOptions { Report = Console.WriteLine };
await using var postgres = await PostgresServer.Start(options);
await using var rabbitmq = await RabbitMqServer.Start(options);
Console.WriteLine($"PostgreSQL listens on {postgres.Port}, RabbitMQ on {rabbitmq.Port}. Press Enter to stop them.");
Console.ReadLine();
