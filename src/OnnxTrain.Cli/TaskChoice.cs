namespace OnnxTrain.Cli;

/// <summary>What the user asked to predict.</summary>
internal enum TaskChoice
{
    /// <summary>The target column decides.</summary>
    Auto,
    Classification,
    Regression,
}
