using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Transforms data by a trained network.</summary>
public static class ModelTransform
{
    /// <summary>
    /// Computes the output of the network for each row in inference mode: the codes of an encoder, or the features for the next layer in
    /// greedy pretraining.
    /// </summary>
    /// <param name="model">A float32 model without preprocessing.</param>
    /// <param name="data">Rows that fit its inputs.</param>
    /// <param name="backend">The backend that computes; null for the library's own kernels.</param>
    /// <returns>[rows, …], the output's axes after the first.</returns>
    /// <exception cref="ArgumentException">
    /// The data do not fit the model, or rows of several sizes have outputs of several sizes, which do not fit in one tensor.
    /// </exception>
    public static Tensor<float> Transform(this Model model, IRowSource data, TrainingBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        DatasetCheck.Features(data, model);
        var output = model.InferenceOutput;
        if (output.ElementType != ElementType.Float32 || output.Rank < 2 || output.Shape[0] != model.Features[0].Shape[0])
            throw new ArgumentException(
                $"The model yields {output.Type}; it must be float32 with one row per input row and at least one more axis.");
        var rowShape = RowShape(model, output, data);
        var rows = RowRoles.RequireCount(data);
        var length = checked((int)rowShape.ElementCount);
        var all = new float[checked(rows * length)];
        using var engine = (backend ?? TrainingBackend.Native).Start(model.Trained, new());
        using var runner = new RowRunner<float>(model, new([.. model.Features], [output]), engine);
        runner.Run(data, RowsAtOnce.Most, (plan, batch) =>
        {
            var outputs = plan.Elements<float>(output);
            for (var i = 0; i < batch.RowCount; i++)
                outputs.Slice(i * length, length).CopyTo(all.AsSpan(checked((int)batch.Rows[i] * length)));
        });

        return Tensor.Create(all, [rows, .. Array.ConvertAll(rowShape.Sizes(), size => (nint)size)]);
    }

    /// <summary>The axes of the output of a row.</summary>
    private static Shape RowShape(Model model, Value output, IRowSource data)
    {
        var (shape, roles) = (RowAxes.Row(output.Shape), new RowRoles(data));
        if (shape.IsFixed) return shape;
        if (roles.BucketCount > 1)
            throw new ArgumentException(
                $"The model yields {output.Type}, whose lengths are not those of all rows: the data have {roles.BucketCount} sizes. "
                    + "Transform the rows of each size by themselves, data.BySize().");
        var axes = RowAxes.Of(model, roles.Columns, roles.RowCount);
        return Shape.Create([.. shape.Select(axis => (Dimension)axis.Evaluate(name => axes[name]))]);
    }
}
