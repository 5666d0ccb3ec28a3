namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>
/// A training run that is made twice, natively and in ONNX Runtime: a model, a loss, an optimizer and a trainer's settings.
/// </summary>
/// <param name="Model">Makes the model, the same each time.</param>
/// <param name="Optimizer">Makes the optimizer.</param>
/// <param name="Trainer">The trainer of the two.</param>
internal sealed record StepCase(Func<Model> Model, Func<Optimizer> Optimizer, Func<Model, Optimizer, Trainer> Trainer)
{
    public const int Batch = 6;

    public static IReadOnlyDictionary<string, Func<Model>> Models { get; } = new Dictionary<string, Func<Model>>
    {
        ["mlp"] = () => StepModels.Perceptron(),
        ["mlp with dropout"] = () => StepModels.Perceptron(new Dropout(0.3)),
        ["mlp with numbers drawn"] = () => StepModels.Perceptron(new DrawnNumbers()),
        ["mlp with noise"] = () => StepModels.Perceptron(new GaussianNoise(0.2)),
        ["cnn with batch normalization and max pooling"] = () => StepModels.Convolutional(),
        ["cnn with dropped channels"] = () => StepModels.Convolutional(new Dropout2d(0.25)),
        ["autoencoder"] = () => StepModels.Autoencoder(null),
        ["cnn that tells classes of pixels"] = () => StepModels.Segmenting(),
        ["transformer"] = () => StepModels.Transformer(),
        ["recurrent layers"] = () => StepModels.Recurrent(),
        ["denoising autoencoder"] = () => StepModels.Autoencoder(new MaskingNoise(0.3)),
    };

    public static IReadOnlyDictionary<string, Func<Optimizer>> Optimizers { get; } = new Dictionary<string, Func<Optimizer>>
    {
        ["Sgd"] = () => new Sgd(0.05),
        ["Sgd with momentum"] = () => new Sgd(0.02) { Momentum = 0.9, WeightDecay = 0.01 },
        ["Sgd, Nesterov"] = () => new Sgd(0.02) { Momentum = 0.9, Nesterov = true },
        ["Sgd, moving average"] = () => new Sgd(0.05) { Momentum = 0.9, MovingAverage = true },
        ["AdaGrad"] = () => new AdaGrad(0.02) { RateDecay = 0.05, InitialSum = 0.1 },
        ["RmsProp"] = () => new RmsProp(0.002) { Alpha = 0.9, Epsilon = 1e-4, Centered = true, Momentum = 0.5 },
        ["Adam"] = () => new Adam(2e-3),
        ["Adam, AMSGrad"] = () => new Adam(2e-3) { AmsGrad = true, WeightDecay = 0.01 },
        ["AdamW"] = () => new AdamW(2e-3),
        ["Adamax"] = () => new Adamax(2e-3),
        ["NAdam"] = () => new NAdam(2e-3),
        ["RAdam"] = () => new RAdam(2e-3) { Beta2 = 0.8 },
        ["Adadelta"] = () => new Adadelta(0.5) { WeightDecay = 0.01 },
        ["Lion"] = () => new Lion(1e-3) { WeightDecay = 0.1 },
        ["Lars"] = () => new Lars(0.5) { WeightDecay = 0.01, TrustCoefficient = 0.01 },
        ["Lamb"] = () => new Lamb(5e-3) { Adapts = _ => true },
    };

    /// <summary>Losses, each with what the network ends in.</summary>
    public static IReadOnlyDictionary<string, (Func<Module?> Last, Func<Loss> Loss)> Losses { get; } =
        new Dictionary<string, (Func<Module?>, Func<Loss>)>
        {
            ["CrossEntropyLoss"] = (() => null, () => new CrossEntropyLoss { Weight = [1, 2, 0.5, 1, 3], LabelSmoothing = 0.1 }),
            ["NllLoss"] = (() => new LogSoftmax(), () => new NllLoss { Weight = [1, 2, 0.5, 1, 3] }),
            ["MseLoss"] = (() => null, () => new MseLoss()),
            ["HalfSquaredErrorLoss"] = (() => null, () => new HalfSquaredErrorLoss()),
            ["L1Loss"] = (() => null, () => new L1Loss()),
            ["HuberLoss"] = (() => null, () => new HuberLoss()),
            ["BceLoss"] = (() => new Sigmoid(), () => new BceLoss()),
            ["BceWithLogitsLoss"] = (() => null, () => new BceWithLogitsLoss()),
            ["KLDivLoss"] = (() => new LogSoftmax(), () => new KLDivLoss { Reduction = Reduction.BatchMean }),
            ["SoftMarginLoss"] = (() => null, () => new SoftMarginLoss()),
            ["HingeLoss"] = (() => null, () => new HingeLoss()),
            ["SquaredHingeLoss"] = (() => null, () => new SquaredHingeLoss()),
            ["FocalLoss"] = (() => null, () => new FocalLoss { Weight = [1, 2, 0.5, 1, 3] }),
            ["SigmoidFocalLoss"] = (() => null, () => new SigmoidFocalLoss()),
            ["DiceLoss"] = (() => null, () => new DiceLoss()),
            ["CosineEmbeddingLoss"] = (
                () => new Sequential(new Linear(5, 8), new Shaped(2, 4)),
                () => new CosineEmbeddingLoss { Margin = 0.1 }),
            ["TripletMarginLoss"] = (
                () => new Sequential(new Linear(5, 12), new Tanh(), new Shaped(3, 4)),
                () => new TripletMarginLoss { Margin = 8 }),
            ["CtcLoss"] = (() => new Sequential(new Linear(5, 20), new Shaped(5, 4)), () => new CtcLoss(2) { Padding = 0 }),
            ["ExponentialLoss"] = (() => null, () => new ExponentialLoss()),
        };

    public static IReadOnlyDictionary<string, Func<Model, Optimizer, Trainer>> Settings { get; } =
        new Dictionary<string, Func<Model, Optimizer, Trainer>>
        {
            ["L1 and L2 penalty"] = (m, o) =>
                new(m, o, options: new()
                {
                    Penalty = new WeightPenalty { L1 = 1e-3, L2 = 1e-2 },
                }),
            ["values clipped"] = (m, o) => new(m, o, options: new() { ClipValue = 0.01 }),
            ["norm clipped"] = (m, o) => new(m, o, options: new() { ClipNorm = 0.05 }),
            ["norm limit"] = (m, o) => new(m, o, options: new() { Constraint = new NormLimit(0.5) }),
            ["norm limit of each unit"] = (m, o) => new(m, o, options: new() { Constraint = new UnitNormLimit(0.3) }),
            ["frozen parameters between others"] = (m, o) =>
                new(
                    m, o,
                    options: new()
                    {
                        ClipNorm = 1, Groups = [new(name => name.EndsWith("0.bias", StringComparison.Ordinal)) { RateFactor = 0 }],
                    }),
            ["groups of parameters"] = (m, o) =>
                new(
                    m, o,
                    options: new()
                    {
                        Groups = [new(name => name.EndsWith("bias", StringComparison.Ordinal)) { RateFactor = 2, WeightDecay = 0 }],
                    }),
        };

    /// <summary>A run with settings left as they are.</summary>
    public static StepCase Of(Func<Model> model, Func<Optimizer> optimizer, Func<Loss>? loss = null) =>
        new(model, optimizer, (m, o) => new(m, o, loss?.Invoke(), new() { Seed = 5 }));

    /// <summary>A run with one of <see cref="Losses"/>.</summary>
    public static StepCase OfLoss(string name) =>
        Of(() => StepModels.Plain(Losses[name].Last()), Optimizers["Sgd with momentum"], Losses[name].Loss);
}
