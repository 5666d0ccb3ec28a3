using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Data as a trained network sees them.</summary>
public static class ModelTransform
{
    /// <summary>
    /// The output of the network for each row, as after training: codes of an encoder, the features of the next layer in greedy
    /// pretraining.
    /// </summary>
    /// <param name="model">A float32 model of rows of fixed shape, whose inputs are what its network takes.</param>
    /// <param name="data">Rows that fit its inputs.</param>
    /// <returns>[rows, …], the output's axes after the first.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    public static Tensor<float> Transform(this Model model, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        DatasetCheck.Features(data, model);
        var output = model.InferenceOutput;
        if (output.ElementType != ElementType.Float32 || output.Rank < 2 || output.Shape[0] != model.Features[0].Shape[0])
            throw new ArgumentException(
                $"The model yields {output.Type}; it has to be float32 with a row for each row of the input and an axis more.");
        using var plans = new PlanCache(new([.. model.Features], [output]));
        using var reader = new BatchReader<float>(data, BatchPlans.RowsAtOnce, seed: null, prefetch: false);
        var rowShape = Shape.Create(output.Shape.Dimensions[1..]);
        var (length, done) = (checked((int)rowShape.ElementCount), 0);
        var all = new float[checked(data.RowCount * length)];
        for (var i = 0; i < reader.BatchesPerEpoch; i++)
        {
            var batch = reader.Read();
            var plan = plans.For(model, batch);
            plan.Run();
            plan.Elements<float>(output).CopyTo(all.AsSpan(done));
            done += batch.RowCount * length;
        }

        return Tensor.Create(all, [data.RowCount, .. Array.ConvertAll(rowShape.Sizes(), size => (nint)size)]);
    }
}
