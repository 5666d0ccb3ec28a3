using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Transforms data by a trained network.</summary>
public static class ModelTransform
{
    /// <summary>
    /// Computes the output of the network for each row in inference mode: the codes of an encoder, or the features for the next layer in
    /// greedy pretraining.
    /// </summary>
    /// <param name="model">A float32 model of rows of fixed shape, without preprocessing.</param>
    /// <param name="data">Rows that fit its inputs.</param>
    /// <param name="backend">The backend that computes; null for the library's own kernels.</param>
    /// <returns>[rows, …], the output's axes after the first.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    public static Tensor<float> Transform(this Model model, IRowSource data, TrainingBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        DatasetCheck.Features(data, model);
        var output = model.InferenceOutput;
        if (output.ElementType != ElementType.Float32 || output.Rank < 2 || output.Shape[0] != model.Features[0].Shape[0])
            throw new ArgumentException(
                $"The model yields {output.Type}; it must be float32 with one row per input row and at least one more axis.");
        var rowShape = Shape.Create(output.Shape.Dimensions[1..]);
        var rows = RowRoles.RequireCount(data);
        var (length, done) = (checked((int)rowShape.ElementCount), 0);
        var all = new float[checked(rows * length)];
        using var engine = (backend ?? TrainingBackend.Native).Start(model.Trained, new());
        using var runner = new RowRunner<float>(model, new([.. model.Features], [output]), engine);
        runner.Run(data, RowsAtOnce.Most, (plan, batch) =>
        {
            plan.Elements<float>(output).CopyTo(all.AsSpan(done));
            done += batch.RowCount * length;
        });

        return Tensor.Create(all, [rows, .. Array.ConvertAll(rowShape.Sizes(), size => (nint)size)]);
    }
}
