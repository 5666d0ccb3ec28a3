using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = Σ x over some axes.</summary>
internal sealed record ReduceSumOp(EquatableArray<int> Axes, bool KeepAxes) : ReduceOp(Axes, KeepAxes)
{
    // dL/dx = g for each element of the sum
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [Restore(gradients[0]!, node.Inputs[0])];

    public override void ToOnnx(OnnxForm form) => Emit(form, "ReduceSum", inputSince: 13);

    protected override Action Bind<T>(Binding binding) => Bind<T, SumReducer<T>>(binding);
}

public partial class Value
{
    /// <summary>The sum over <paramref name="axes"/>, by default over all axes.</summary>
    public Value Sum(params int[] axes) => Sum(keepAxes: false, axes);

    /// <summary>The sum over <paramref name="axes"/>, which are kept with length 1 if <paramref name="keepAxes"/>.</summary>
    public Value Sum(bool keepAxes, params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return new ReduceSumOp(ReduceOp.Normalize(axes, Shape, nameof(Sum)), keepAxes).Of(this);
    }

    /// <summary>
    /// The sum over the axes along which <paramref name="shape"/> was broadcast to this one: the transpose of broadcasting.
    /// </summary>
    internal Value SumTo(Shape shape)
    {
        if (shape.Equals(Shape)) return this;
        var added = Rank - shape.Rank;
        int[] stretched = [.. Enumerable.Range(0, Rank).Where(axis => axis < added || (shape[axis - added].IsOne && !Shape[axis].IsOne))];
        var sum = stretched.Length == 0 ? this : Sum(keepAxes: true, stretched);
        return sum.Reshape(shape);
    }
}
