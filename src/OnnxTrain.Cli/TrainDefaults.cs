namespace OnnxTrain.Cli;

/// <summary>How <c>train</c> trains where nothing else is asked.</summary>
internal sealed record TrainDefaults
{
    /// <summary>On a table.</summary>
    public static TrainDefaults Current { get; } = new();

    /// <summary>
    /// On images: there are more of them, an epoch takes longer, and dropout and augmentation do what decay does for tables.
    /// </summary>
    public static TrainDefaults Images { get; } =
        new()
        {
            LearningRate = 1e-3, SgdLearningRate = 1e-2, L2 = 0, Epochs = 20, Options = new() { BatchSize = 64, Patience = 5 },
        };

    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    public Activation Activation { get; init; } = Activation.Relu;

    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Of Adam and its kin, and of RMSProp.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Of SGD and AdaGrad.</summary>
    public double SgdLearningRate { get; init; } = 2e-2;

    public double SgdMomentum { get; init; } = 0.9;

    /// <summary>Of AdamW, which is nothing without.</summary>
    public double AdamWDecay { get; init; } = 1e-2;

    /// <summary>Of all others: a little decay, since tables are often small.</summary>
    public double L2 { get; init; } = 1e-3;

    public TrainingOptions Options { get; init; } = new() { BatchSize = 32, Patience = 30 };

    public int Epochs { get; init; } = 300;

    public double Validation { get; init; } = 0.2;

    public double RateOf(OptimizerKind optimizer) => optimizer switch
    {
        OptimizerKind.Sgd or OptimizerKind.AdaGrad => SgdLearningRate,
        OptimizerKind.Lars or OptimizerKind.Adadelta or OptimizerKind.Lbfgs => 1,
        OptimizerKind.Lion => LearningRate / 10,
        _ => LearningRate,
    };

    public double DecayOf(OptimizerKind optimizer) => optimizer == OptimizerKind.AdamW ? AdamWDecay : L2;
}
