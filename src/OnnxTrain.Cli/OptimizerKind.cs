namespace OnnxTrain.Cli;

/// <summary>The optimizers on offer.</summary>
internal enum OptimizerKind
{
    Adam,
    AdamW,
    Adamax,
    NAdam,
    RmsProp,
    AdaGrad,
    Sgd,
}
