using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The gradient of <see cref="EmbeddingBagOp"/> with respect to its table: y [count, features] = zeros with wᵢ g added at each index, for
/// g [batch, features], indices [batch, n] and weights w [batch, n].
/// </summary>
/// <param name="Count">The number of rows of the table.</param>
internal sealed record EmbeddingBagGradientOp(Dimension Count) : FormulaOp
{
    /// <summary>The minimum number of columns for a thread.</summary>
    private const int LeastColumns = 64;

    public override int MinimumOpset => 16;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat([inputs[0], inputs[2]]);
        return [new(inputs[0].ElementType, [Count, inputs[0].Shape[1]])];
    }

    protected override Value[] Formula(IReadOnlyList<Value> x) =>
        [new ScatterAddOp(Count).Of(x[0].Unsqueeze(1) * x[2].Unsqueeze(2), x[1])];

    protected override Action Bind<T>(Binding binding)
    {
        var (g, indices, weights, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Input<T>(2), binding.Output<T>(0));
        var (n, count, features) = (binding.InputSizes(1)[1], binding.OutputSizes(0)[0], binding.OutputSizes(0)[1]);

        // The same index is met in several rows: threads share out columns, and each adds in the order of the rows.
        return new ParallelLoop(features, LeastColumns, (from, to) =>
        {
            var columns = to - from;
            if (columns == features) y.Span.Clear();
            else for (var row = 0; row < count; row++) y.Span.Slice((row * features) + from, columns).Clear();
            for (var i = 0; i < indices.Length; i++)
            {
                var (weight, index) = (weights.Span[i], GatherOp.Checked(indices.Span[i], count));
                if (T.IsZero(weight)) continue;
                var sum = y.Span.Slice((index * features) + from, columns);
                TensorPrimitives.MultiplyAdd(g.Span.Slice((i / n * features) + from, columns), weight, sum, sum);
            }
        }).Run;
    }
}
