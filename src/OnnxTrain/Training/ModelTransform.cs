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
    /// <param name="backend">What computes; null for the library's own kernels.</param>
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
                $"The model yields {output.Type}; it has to be float32 with a row for each row of the input and an axis more.");
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
