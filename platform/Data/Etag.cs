using System.Globalization;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Data;

/// <summary>What stands for the state of a row that people edit: its version, opaque to callers.</summary>
public static class Etag
{
    /// <summary>The etag of a version.</summary>
    public static string Of(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Refuses a change that was decided on an older state; without an etag it is made to whatever is there.</summary>
    /// <exception cref="Refusal">ETAG_MISMATCH.</exception>
    public static void Require(string given, long version)
    {
        if (given.Length > 0 && given != Of(version))
            throw CommonReasons.EtagMismatch.Refuse("Somebody else changed it since it was read. Read it again and decide anew.", "etag");
    }
}
