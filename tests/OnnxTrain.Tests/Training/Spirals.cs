using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Two interleaved spirals: a small task that a linear model cannot do.</summary>
internal static class Spirals
{
    public static Dataset Data(int rows, ulong seed = 1)
    {
        var (features, labels) = (new float[rows * 2], new int[rows]);
        var random = new OnnxTrain.Kernels.RandomStream(seed, 0, 0);
        for (var i = 0; i < rows; i++)
        {
            labels[i] = i % 2;
            var t = 0.3 + (3 * random.Uniform((ulong)i));
            var angle = t + (Math.PI * labels[i]);
            (features[2 * i], features[(2 * i) + 1]) = ((float)(t * Math.Cos(angle)), (float)(t * Math.Sin(angle)));
        }

        return new(Tensor.Create(features, [rows, 2]), labels, classes: 2);
    }

    public static Model NewModel(ulong seed = 1, double dropout = 0)
    {
        var network = new Sequential(
            new Linear(2, 32), new Tanh(), new Dropout(dropout), new Linear(32, 32), new Tanh(), new Linear(32, 2));
        var model = Model.Classifier(network, Value.Input("x", ElementType.Float32, ["batch", 2]), classes: 2);
        model.Initialize(seed);
        return model;
    }
}
