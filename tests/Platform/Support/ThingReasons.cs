using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Platform.Tests.Support;

/// <summary>Why the service of these tests refuses.</summary>
internal static class ThingReasons
{
    public static readonly Reason NameTaken = new("THING_NAME_TAKEN", StatusCode.AlreadyExists, "Another thing has this name: choose another.")
    {
        Constraint = "things_name_key", Field = "name",
    };

    public static readonly Reason TooLarge = new("THING_TOO_LARGE", StatusCode.FailedPrecondition, "The thing is too large: make it smaller.")
    {
        Constraint = "things_size_check",
    };
}
