using FactoryFlow.Identity.V1;
using FactoryFlow.Production.V1;
using Grpc.Core;
using Grpc.Net.Client;

string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"Set {name}.");

using var channel = GrpcChannel.ForAddress(Setting("GRPC"));
var session = await new SessionService.SessionServiceClient(channel).SignInAsync(new SignInRequest { Tenant = Setting("TENANT"), Email = Setting("EMAIL"), Password = Setting("PASSWORD") });
var headers = new Metadata { { "authorization", $"Bearer {session.AccessToken}" }, { "idempotency-key", Guid.NewGuid().ToString() } };
var worker = await new WorkerService.WorkerServiceClient(channel).CreateWorkerAsync(new CreateWorkerRequest { Code = "CS-1", Name = "Ana" }, headers);
Console.WriteLine($"Created worker {worker.Id}");
