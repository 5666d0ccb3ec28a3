namespace OnnxTrain.Tests.Execution;

/// <summary>Tests that set the number of threads or count allocations, and so run by themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
