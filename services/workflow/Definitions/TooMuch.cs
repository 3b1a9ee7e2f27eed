namespace FactoryFlow.Workflow.Definitions;

/// <summary>Ends the reading of a definition: what follows would only cost.</summary>
internal sealed class TooMuch(Place place, string message) : Exception(message)
{
    /// <summary>Where it was ended.</summary>
    public Place Place { get; } = place;

    /// <summary>That a piece is one that a definition may still have.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="count">How many there are with it.</param>
    /// <param name="depth">How deep it lies.</param>
    public static void Require(Place place, int count, int depth)
    {
        if (count > Node.Most) throw new TooMuch(place, $"has more than {Node.Most} pieces");
        if (depth > Node.Deepest) throw new TooMuch(place, $"is nested deeper than {Node.Deepest} levels");
    }

    /// <summary>That a name is one that a member may have.</summary>
    /// <param name="place">Where its map stands.</param>
    /// <param name="name">The name.</param>
    public static void Require(Place place, string name)
    {
        // The database and the messages between services keep no other.
        if (name.Length is 0 or > Node.LongestName) throw new TooMuch(place, $"has a name of {name.Length} characters; names have 1 to {Node.LongestName}");
    }
}
