using System.Security.Cryptography;
using FactoryFlow.Gateway.Api;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>Serves the API's description, made when it is first asked for.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocument(this IEndpointRouteBuilder endpoints, RouteTable routes, IReadOnlyList<FileDescriptor> files)
    {
        var document = new Lazy<(byte[] Json, EntityTagHeaderValue Tag)>(() =>
        {
            var json = ApiDocument.Write(routes, files);
            return (json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16))}\""));
        });
        foreach (var path in new[] { "/openapi.json", "/openapi/v1.json" })
            endpoints.MapMethods(path, Reading.Methods, (HttpContext context) => Answer(context, document.Value));
    }

    // A new version of the gateway serves a new document: a client asks each time, and is told when it has it already.
    private static FileContentHttpResult Answer(HttpContext context, (byte[] Json, EntityTagHeaderValue Tag) document)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(document.Json, "application/json; charset=utf-8", entityTag: document.Tag);
    }
}
