using FactoryFlow.Platform.Auth;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Routing;

namespace FactoryFlow.Platform.Hosting;

/// <summary>grpc.reflection.v1, so that grpcurl and its like can list and call what this process serves.</summary>
internal sealed class ReflectionService(EndpointDataSource endpoints) : ServerReflection.ServerReflectionBase
{
    private static readonly IReadOnlyList<FileDescriptor> Files = [.. RpcAccess.DescriptorsIn(typeof(Options.V1.Access).Assembly)];

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var response = Answer(requestStream.Current);
            response.ValidHost = requestStream.Current.Host;
            response.OriginalRequest = requestStream.Current;
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        ServerReflectionRequest.MessageRequestOneofCase.ListServices => List(),
        ServerReflectionRequest.MessageRequestOneofCase.FileByFilename => File(Files.FirstOrDefault(f => f.Name == request.FileByFilename)),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol => File(Files.FirstOrDefault(f => Declares(f, request.FileContainingSymbol))),
        _ => new ServerReflectionResponse { ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.Unimplemented, ErrorMessage = "Ask for services, files or symbols." } },
    };

    private ServerReflectionResponse List()
    {
        var list = new ListServiceResponse();
        var names = endpoints.Endpoints.Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName).OfType<string>().Distinct().Order();
        list.Service.AddRange(names.Select(n => new ServiceResponse { Name = n }));
        return new ServerReflectionResponse { ListServicesResponse = list };
    }

    private static ServerReflectionResponse File(FileDescriptor? file)
    {
        if (file is null)
            return new ServerReflectionResponse { ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.NotFound, ErrorMessage = "No such file or symbol." } };
        var answer = new FileDescriptorResponse();
        var seen = new HashSet<string>();
        Collect(file, seen, answer.FileDescriptorProto);
        return new ServerReflectionResponse { FileDescriptorResponse = answer };
    }

    private static void Collect(FileDescriptor file, HashSet<string> seen, ICollection<ByteString> files)
    {
        if (!seen.Add(file.Name)) return;
        files.Add(file.SerializedData);
        foreach (var dependency in file.Dependencies) Collect(dependency, seen, files);
    }

    private static bool Declares(FileDescriptor file, string symbol) =>
        file.Services.Any(s => s.FullName == symbol || s.Methods.Any(m => m.FullName == symbol))
        || file.MessageTypes.Any(m => Declares(m, symbol)) || file.EnumTypes.Any(e => e.FullName == symbol);

    private static bool Declares(MessageDescriptor message, string symbol) =>
        message.FullName == symbol || message.EnumTypes.Any(e => e.FullName == symbol) || message.NestedTypes.Any(m => Declares(m, symbol));
}
