using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y [batch, features] = Σᵢ wᵢ · table[indexᵢ], for a table [count, features], indices [batch, n] and weights w [batch, n]: PyTorch's
/// EmbeddingBag with per-sample weights. Indices of weight 0 cost nothing.
/// </summary>
internal sealed record EmbeddingBagOp : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat([inputs[0], inputs[2]]);
        var (table, indices, weights) = (inputs[0].Shape, inputs[1], inputs[2].Shape);
        return table.Rank == 2 && indices.ElementType == ElementType.Int64 && indices.Shape.Rank == 2 && indices.Shape.Equals(weights)
            ? [new(inputs[0].ElementType, [weights[0], table[1]])]
            : throw new ShapeException(
                $"EmbeddingBag: the table {inputs[0]}, the indices {indices} and the weights {inputs[2]} do not fit; wanted are "
                    + "[count, features], int64 [batch, n] and [batch, n].");
    }

    // dL/dtable = wᵢ g added at each index; dL/dwᵢ = table[indexᵢ] · g
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (table, indices, weights, g) = (node.Inputs[0], node.Inputs[1], node.Inputs[2], gradients[0]!);
        return
        [
            new EmbeddingBagGradientOp(table.Shape[0]).Of(g, indices, weights),
            null,
            table.Gather(indices).MatMul(g.Unsqueeze(2)).Squeeze(2),
        ];
    }

    protected override Value[] Formula(IReadOnlyList<Value> x) => [x[2].Unsqueeze(1).MatMul(x[0].Gather(x[1])).Squeeze(1)];

    protected override Action Bind<T>(Binding binding)
    {
        var (table, indices, weights, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Input<T>(2), binding.Output<T>(0));
        var (rows, n) = (binding.InputSizes(1)[0], binding.InputSizes(1)[1]);
        var (count, features) = (binding.InputSizes(0)[0], binding.InputSizes(0)[1]);
        return ParallelLoop.OverRows(rows, n * features, (from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var sum = y.Span.Slice(row * features, features);
                sum.Clear();
                for (var i = row * n; i < (row + 1) * n; i++)
                {
                    var (weight, index) = (weights.Span[i], GatherOp.Checked(indices.Span[i], count));
                    if (!T.IsZero(weight)) TensorPrimitives.MultiplyAdd(table.Span.Slice(index * features, features), weight, sum, sum);
                }
            }
        }).Run;
    }
}

public partial class Value
{
    /// <summary>
    /// The weighted sum of rows of this table [count, features]: Σᵢ wᵢ · table[indexᵢ] for each row of the batch, as PyTorch's EmbeddingBag
    /// does with per-sample weights.
    /// </summary>
    /// <param name="indices">int64 [batch, n]; negative indices count from the end.</param>
    /// <param name="weights">[batch, n]; those of weight 0 cost nothing.</param>
    /// <returns>[batch, features].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value EmbeddingBag(Value indices, Value weights) => new EmbeddingBagOp().Of(this, indices, weights);
}
