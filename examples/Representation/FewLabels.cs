using System.Diagnostics;
using OnnxTrain;

/// <summary>784-500-500-10 on few labels: first weights by chance, or from layers that learned on all images without labels.</summary>
internal static class FewLabels
{
    private const int Width = 500;

    public static void Compare(Dataset train, Dataset test, int labels, int seeds, int epochs)
    {
        Console.WriteLine(
            $"\n784-{Width}-{Width}-10 on {labels} labels, 100 epochs of Adam; accuracy on the test images over {seeds} seeds");
        Report("sigmoid, first weights by chance", _ => Chance, logistic: true);
        Report("ReLU, first weights by chance", _ => Chance, logistic: false);
        Report("sigmoid, from machines", s => Machines(train, epochs, s), logistic: true);
        Report("sigmoid, from denoising autoencoders", s => Denoisers(train, epochs, s), logistic: true);

        void Report(string name, Func<ulong, Action<Linear[]>> pretrain, bool logistic)
        {
            var started = Stopwatch.StartNew();
            var results = Enumerable
                .Range(1, seeds)
                .Select(s => FineTune(train, test, labels, (ulong)s, pretrain((ulong)s), logistic))
                .ToList();
            var mean = results.Average();
            var deviation = Math.Sqrt(results.Sum(a => (a - mean) * (a - mean)) / (seeds - 1));
            Console.WriteLine(
                $"  {name, -38} {mean:0.00%} ± {deviation:0.00%} (from {results.Min():0.00%} to {results.Max():0.00%}), "
                    + $"{started.Elapsed.TotalSeconds:0} s");
        }
    }

    private static double FineTune(Dataset train, Dataset test, int labels, ulong seed, Action<Linear[]> start, bool logistic)
    {
        var few = train.Split((double)labels / train.RowCount, seed).First;
        Linear[] layers = [Layer(784, Width), Layer(Width, Width), Layer(Width, 10)];
        var model = Model.Classifier(
            new Sequential(layers[0], Activation(), layers[1], Activation(), layers[2]), Mnist.Input(784), classes: 10);
        model.Initialize(seed);
        start(layers);
        using var trainer = new Trainer(model, new Adam(1e-3), options: new() { Seed = seed, BatchSize = 50 });
        trainer.Fit(few, epochs: 100);
        return Accuracy(model, test);

        Linear Layer(int inputs, int outputs) =>
            new(inputs, outputs, initializer: logistic ? Initializer.GlorotUniform(inputs, outputs) : Initializer.HeUniform(inputs));
        Module Activation() => logistic ? new Sigmoid() : new Relu();
    }

    private static void Chance(Linear[] layers)
    {
        // as they are
    }

    /// <summary>Machine on machine, each learning what the one below makes of the images (Hinton, Osindero and Teh, 2006).</summary>
    private static Action<Linear[]> Machines(Dataset train, int epochs, ulong seed)
    {
        var first = Learning.Machine(784, Width, train.AsAutoencoding(), epochs, seed);
        var features = Model.Copy(first.Encoder, Mnist.Input(784)).Transform(train);
        var second = Learning.Machine(Width, Width, new(features, features), epochs, seed);
        return layers =>
        {
            first.CopyEncoderTo(layers[0]);
            second.CopyEncoderTo(layers[1]);
        };
    }

    /// <summary>The same with denoising autoencoders (Vincent et al., 2008).</summary>
    private static Action<Linear[]> Denoisers(Dataset train, int epochs, ulong seed)
    {
        var (below, first) = Learning.Denoiser(784, Width, train.AsAutoencoding(), epochs, seed);
        var features = Model.Copy(below.Encoder, Mnist.Input(784)).Transform(train);
        var (_, second) = Learning.Denoiser(Width, Width, new(features, features), epochs, seed);
        return layers =>
        {
            Copy(first, layers[0]);
            Copy(second, layers[1]);
        };
    }

    private static void Copy(Linear from, Linear to)
    {
        to.Weight.Assign<float>(from.Weight.ToTensor<float>().ToArray());
        to.Bias!.Assign<float>(from.Bias!.ToTensor<float>().ToArray());
    }

    private static double Accuracy(Model model, Dataset test)
    {
        var logits = model.Transform(test).ToArray();
        var right = 0;
        for (var row = 0; row < test.RowCount; row++)
        {
            var scores = logits.AsSpan(10 * row, 10);
            if (System.Numerics.Tensors.TensorPrimitives.IndexOfMax(scores) == test.Labels[row]) right++;
        }

        return (double)right / test.RowCount;
    }
}
