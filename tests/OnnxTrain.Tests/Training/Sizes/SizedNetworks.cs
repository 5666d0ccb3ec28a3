using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training.Sizes;

/// <summary>Small networks on rows of several sizes, and such rows.</summary>
internal static class SizedNetworks
{
    /// <summary>Sequences of 2, 3 and 4 steps of two numbers; their label is whether the first have the larger sum.</summary>
    public static IRowSource Sequences(int rows, int seed = 1)
    {
        var random = new Random(seed);
        var sequences = new Tensor<float>[rows];
        var labels = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var steps = 2 + random.Next(3);
            float[] numbers = [.. Enumerable.Range(0, 2 * steps).Select(_ => (float)random.NextDouble())];
            sequences[row] = Tensor.Create(numbers, [steps, 2]);
            labels[row] = numbers.Where((_, i) => i % 2 == 0).Sum() > numbers.Where((_, i) => i % 2 == 1).Sum() ? 1 : 0;
        }

        return Dataset.OfRows(sequences, labels, classes: 2);
    }

    /// <summary>[batch, steps, 2] to two classes.</summary>
    public static Model Classifier(Module? network = null, int classes = 2)
    {
        var model = Model.Classifier(network ?? new MeanOfSteps(), Value.Input("x", ElementType.Float32, ["batch", "steps", 2]), classes);
        model.Initialize(1);
        return model;
    }

    /// <summary>Two linear layers for each step, and the mean over the steps.</summary>
    public sealed class MeanOfSteps(double dropout = 0) : Module
    {
        private readonly Linear _first = new(2, 8), _second = new(8, 2);
        private readonly Dropout _dropout = new(dropout);

        public override Value Forward(Value x) => x.Apply(_first).Relu().Apply(_dropout).Apply(_second).Mean(1);
    }

    /// <summary>The mean over the steps, normalized over the batch, which needs two rows.</summary>
    public sealed class NormalizedMean : Module
    {
        private readonly BatchNorm1d _norm = new(2);
        private readonly Linear _last = new(2, 2);

        public override Value Forward(Value x) => x.Mean(1).Apply(_norm).Apply(_last);
    }

    /// <summary>Three classes for each step: [batch, steps, 2] to [batch, 3, steps].</summary>
    public sealed class ClassOfSteps : Module
    {
        private readonly Linear _last = new(2, 3);

        public override Value Forward(Value x) => x.Apply(_last).Transpose(0, 2, 1);
    }

    /// <summary>Convolution and the mean over all pixels: [batch, 1, height, width] to two classes.</summary>
    public sealed class MeanOfPixels : Module
    {
        private readonly Conv2d _first = new(1, 4, 3, padding: 1);
        private readonly Linear _last = new(4, 2);

        public override Value Forward(Value x) => x.Apply(_first).Relu().Mean(2, 3).Apply(_last);
    }
}
