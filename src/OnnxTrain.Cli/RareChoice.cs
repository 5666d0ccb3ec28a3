namespace OnnxTrain.Cli;

/// <summary>What is done with classes that have very few rows.</summary>
internal enum RareChoice
{
    Keep,
    Drop,
    Merge,
}
