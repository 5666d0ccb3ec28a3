using OnnxTrain;

/// <summary>Layers that learn without labels.</summary>
internal static class Learning
{
    /// <summary>A machine trained by contrastive divergence, with the settings of Hinton's practical guide.</summary>
    public static RestrictedBoltzmannMachine Machine(int visible, int hidden, Dataset data, int epochs, ulong seed, Dataset? unseen = null)
    {
        var machine = new RestrictedBoltzmannMachine(visible, hidden);
        var model = new Model(machine, Mnist.Input(visible));
        model.Initialize(seed);
        using var trainer = new Trainer(model, new Sgd(0.05) { Momentum = 0.8 }, new ContrastiveDivergenceLoss(machine), new()
        {
            Seed = seed,
            BatchSize = 100,
            Penalty = new WeightPenalty { L2 = 2e-4 },
        });
        Fit(trainer, data, epochs, unseen);
        return machine;
    }

    /// <summary>An autoencoder that sees 7 of 10 pixels and is asked for all; and its first layer.</summary>
    public static (Autoencoder Autoencoder, Linear First) Denoiser(
        int inputs, int code, Dataset data, int epochs, ulong seed, Dataset? unseen = null)
    {
        var first = new Linear(inputs, code, initializer: Initializer.GlorotUniform(inputs, code));
        var autoencoder = new Autoencoder(new Sequential(first, new Sigmoid()), new Sequential(new TiedLinear(first), new Sigmoid()))
        {
            Corruption = new MaskingNoise(0.3),
        };
        var model = new Model(autoencoder, Mnist.Input(inputs));
        model.Initialize(seed);
        using var trainer = new Trainer(model, new Adam(1e-3), new BceLoss { Reduction = Reduction.BatchMean }, new()
        {
            Seed = seed,
            BatchSize = 100,
            Penalty = new WeightPenalty { L2 = 1e-3 },
        });
        Fit(trainer, data, epochs, unseen);
        if (unseen is not null) Console.WriteLine($"  mean square of the error on unseen images {Error(model, unseen):0.0000}");
        return (autoencoder, first);
    }

    private static double Error(Model model, Dataset data)
    {
        var (given, back) = (data.Targets!.As<float>().ToArray(), model.Transform(data).ToArray());
        return System.Numerics.Tensors.TensorPrimitives.SumOfSquares<float>([.. given.Zip(back, (a, b) => a - b)]) / given.Length;
    }

    private static void Fit(Trainer trainer, Dataset data, int epochs, Dataset? unseen) =>
        trainer.Fit(
            data, epochs, unseen, unseen is null
                ? null
                : new Print<TrainingProgress>(p =>
                {
                    if (p.Result is { } e)
                        Console.WriteLine(
                            $"  epoch {e.Epoch, 2}: loss {e.TrainingLoss:0.0000}, on unseen images {e.ValidationLoss:0.0000}, "
                                + $"{e.Seconds:0.0} s");
                }));

    // IProgress that prints at once and in order, unlike Progress<T>.
    private sealed class Print<T>(Action<T> print) : IProgress<T>
    {
        public void Report(T value) => print(value);
    }
}
