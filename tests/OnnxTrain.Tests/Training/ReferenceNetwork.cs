namespace OnnxTrain.Tests.Training;

/// <summary>The network, data and optimizers of the reference runs.</summary>
internal static class ReferenceNetwork
{
    public const int Rows = 6, Inputs = 3;

    private const int Hidden = 5;

    public static string[] Activations { get; } = ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus"];

    public static string[] Losses { get; } = ["mse", "cross_entropy", "bce"];

    /// <summary>The optimizers as the runs set them.</summary>
    public static IReadOnlyDictionary<string, Func<Optimizer>> Optimizers { get; } = new Dictionary<string, Func<Optimizer>>
    {
        ["sgd"] = () => new Sgd(0.1),
        ["momentum"] = () => new Sgd(0.05) { Momentum = 0.9 },
        ["nesterov"] = () => new Sgd(0.05) { Momentum = 0.9, Nesterov = true },
        ["moving_average"] = () => new Sgd(0.1) { Momentum = 0.9, MovingAverage = true },
        ["dampening"] = () => new Sgd(0.1) { Momentum = 0.9, Dampening = 0.9 },
        ["sgd_l2"] = () => new Sgd(0.1) { WeightDecay = 0.01 },
        ["adagrad"] = () => new AdaGrad(0.1),
        ["adagrad_full"] = () => new AdaGrad(0.1) { RateDecay = 0.05, InitialSum = 0.1, WeightDecay = 0.01 },
        ["rmsprop"] = () => new RmsProp(0.01),
        ["rmsprop_centered"] = () => new RmsProp(0.01) { Centered = true },
        ["rmsprop_full"] = () => new RmsProp(0.01) { Alpha = 0.9, Epsilon = 1e-6, Centered = true, Momentum = 0.9, WeightDecay = 0.01 },
        ["adam"] = () => new Adam(0.02),
        ["adamw"] = () => new AdamW(0.02),
        ["amsgrad"] = () => new Adam(0.02) { Beta2 = 0.9, AmsGrad = true, WeightDecay = 0.01 },
        ["adamw_amsgrad"] = () => new AdamW(0.02) { Beta2 = 0.9, AmsGrad = true },
        ["adamax"] = () => new Adamax(0.02),
        ["adamax_l2"] = () => new Adamax(0.02) { WeightDecay = 0.01 },
        ["nadam"] = () => new NAdam(0.02),
        ["nadam_l2"] = () => new NAdam(0.02) { WeightDecay = 0.01, MomentumDecay = 0.1 },
    };

    public static Optimizer NewOptimizer(string name) => Optimizers[name]();

    public static Model NewModel(string activation, string loss)
    {
        var network = new Sequential(new Linear(Inputs, Hidden), NewActivation(activation), new Linear(Hidden, loss == "bce" ? 1 : 2));
        var model = new Model(network, Value.Input("x", ElementType.Float64, ["batch", Inputs]));
        for (var k = 0; k < 4; k++) model.Parameters[k].Assign<double>(ReferenceRun.Wave(model.Parameters[k].Count, k, 0.6));
        return model;
    }

    /// <summary>Puts the samples in place.</summary>
    public static void Fill(TrainingStep<double> step, string loss)
    {
        step.Prepare(Rows);
        ReferenceRun.Wave(Rows * Inputs, 10, 1.5).CopyTo(step.Features(0));
        if (loss == "mse") ReferenceRun.Wave(Rows * 2, 20, 1).CopyTo(step.Targets);
        for (var j = 0; j < Rows; j++)
        {
            if (loss == "cross_entropy") step.Labels[j] = j % 2;
            if (loss == "bce") step.Targets[j] = j % 2;
        }
    }

    public static Loss NewLoss(string name) => name switch
    {
        "mse" => new MseLoss(),
        "cross_entropy" => new CrossEntropyLoss(),
        "bce" => new BceWithLogitsLoss(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Module NewActivation(string name) => name switch
    {
        "sigmoid" => new Sigmoid(),
        "tanh" => new Tanh(),
        "relu" => new Relu(),
        "leaky_relu" => new LeakyRelu(),
        "elu" => new Elu(),
        "softplus" => new Softplus(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
