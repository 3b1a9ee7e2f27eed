namespace FactoryFlow.Feed.Tests.Interop;

/// <summary>Has all tests that need the foreign peer share one, one test at a time.</summary>
[CollectionDefinition(nameof(ForeignPeer))]
public sealed class OneForeignPeer : ICollectionFixture<ForeignPeer>;
