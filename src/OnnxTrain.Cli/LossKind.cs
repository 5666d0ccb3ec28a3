namespace OnnxTrain.Cli;

/// <summary>The losses on offer.</summary>
internal enum LossKind
{
    CrossEntropy,
    Mse,
    Mae,
    Huber,
}
