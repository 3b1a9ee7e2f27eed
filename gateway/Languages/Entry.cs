namespace FactoryFlow.Gateway.Languages;

/// <summary>What a catalogue says of a reason.</summary>
/// <param name="Title">What it is called, in a few words.</param>
/// <param name="Detail">What happened and what to do, when nothing more exact can be said; absent in English, which the service speaks itself.</param>
/// <param name="Sentences">What services say more exactly, by the English that they say.</param>
internal sealed record Entry(string Title, string? Detail, IReadOnlyDictionary<string, string>? Sentences);
