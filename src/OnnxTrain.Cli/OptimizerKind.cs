namespace OnnxTrain.Cli;

/// <summary>The optimizers on offer.</summary>
internal enum OptimizerKind
{
    Adam,
    AdamW,
    Adamax,
    NAdam,
    RAdam,
    Lamb,
    Lion,
    Adadelta,
    RmsProp,
    AdaGrad,
    Sgd,
    Lars,
    Lbfgs,
}
