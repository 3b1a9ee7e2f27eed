using System.Diagnostics.CodeAnalysis;

namespace FactoryFlow.Platform.Auth;

/// <summary>How much a caller may do in a factory; each level includes those before it.</summary>
public enum FactoryLevel
{
    /// <summary>Sees what is there.</summary>
    Viewer,

    /// <summary>Changes what is there.</summary>
    Editor,

    /// <summary>Decides who else may.</summary>
    Admin,
}

/// <summary>One factory of a token's <c>factories</c>, written <c>id:LEVEL</c>.</summary>
/// <param name="FactoryId">The factory.</param>
/// <param name="Level">How much the caller may do there.</param>
public readonly record struct FactoryAccess(Guid FactoryId, FactoryLevel Level)
{
    private const int IdLength = 36;

    /// <summary>Reads what <see cref="ToString" /> writes, and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out FactoryAccess access)
    {
        access = default;
        if (text is not { Length: > IdLength + 1 } || text[IdLength] != ':') return false;
        if (!Guid.TryParseExact(text.AsSpan(0, IdLength), "D", out var id) || LevelOf(text.AsSpan(IdLength + 1)) is not { } level) return false;
        access = new FactoryAccess(id, level);
        return true;
    }

    /// <summary>Whether these open the factory as far as this.</summary>
    public bool IsWithin(IEnumerable<FactoryAccess> most)
    {
        var (factory, level) = this;
        return most.Any(m => m.FactoryId == factory && m.Level >= level);
    }

    /// <summary>The access as a token writes it.</summary>
    public override string ToString() => $"{FactoryId}:{NameOf(Level)}";

    private static FactoryLevel? LevelOf(ReadOnlySpan<char> name) => name switch
    {
        "VIEWER" => FactoryLevel.Viewer,
        "EDITOR" => FactoryLevel.Editor,
        "ADMIN" => FactoryLevel.Admin,
        _ => null,
    };

    private static string NameOf(FactoryLevel level) => level switch
    {
        FactoryLevel.Viewer => "VIEWER",
        FactoryLevel.Editor => "EDITOR",
        _ => "ADMIN",
    };
}
