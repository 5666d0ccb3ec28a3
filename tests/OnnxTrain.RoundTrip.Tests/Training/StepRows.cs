using System.Numerics.Tensors;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>Made-up rows to train on: 37 of them, which batches of 10 do not divide.</summary>
internal static class StepRows
{
    public const int Count = 37, Batch = 10, StepsPerEpoch = 4;

    /// <summary>Rows of 8 features and one of 5 classes, which follows from the features.</summary>
    public static Dataset Classes()
    {
        var features = Features();
        int[] labels = [.. Enumerable.Range(0, Count).Select(row => Enumerable.Range(0, 5).MaxBy(c => features[(row * 8) + c]))];
        return new(Tensor.Create(features, [Count, 8]), labels, 5);
    }

    /// <summary>Rows of 8 features and 5 numbers.</summary>
    public static Dataset Numbers() =>
        new(Tensor.Create(Features(), [Count, 8]), Tensor.Create([.. Features().Take(Count * 5)], [Count, 5]));

    private static float[] Features()
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, Count * 8).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
