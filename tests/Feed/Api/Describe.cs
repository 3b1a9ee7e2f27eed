using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Methods on text, for tests that need any method at all.</summary>
internal static class Describe
{
    public static Method<string, string> Method(MethodType type, string name = "M") =>
        new(type, "pkg.S", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
}
