namespace FactoryFlow.Workflow;

/// <summary>Why workflow refuses, in order of precedence: nothing yet, since it answers health only.</summary>
internal static class Reasons;
