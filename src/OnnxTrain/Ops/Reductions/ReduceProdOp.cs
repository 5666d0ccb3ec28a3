using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = Π x over some axes; 1 for no elements.</summary>
internal sealed record ReduceProdOp(EquatableArray<int> Axes, bool KeepAxes) : ReduceOp(Axes, KeepAxes)
{
    /// <summary>
    /// The chain rule through a tree of products, which is exact even with zeros and for higher-order gradients; over named axes, whose
    /// tree is not known, through quotients.
    /// </summary>
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var x = node.Inputs[0];
        var g = Kept(gradients[0]!, x);
        if (Axes.Any(axis => !x.Shape[axis].IsFixed)) return [g * OfOthers(x)];
        var own = x.Identity();
        return [Gradients.Of(Tree(own), [own], g)[0] ?? g.Number(0).Expand(x.Shape)];
    }

    public override void ToOnnx(OnnxForm form) => Emit(form, "ReduceProd", inputSince: 18);

    protected override Action Bind<T>(Binding binding) => Bind<T, ProductReducer<T>>(binding);

    // Π of the others = y / x; where x is 0, Π of what is not 0 if it is the only zero, else 0
    private Value OfOthers(Value x)
    {
        var isZero = x.EqualTo(0);
        var rest = Value.Where(isZero, x.Number(1), x);
        var zeros = isZero.Cast(x.ElementType).Sum(keepAxes: true, [.. Axes]);
        return Value.Where(
            isZero, Value.Where(zeros.EqualTo(1), rest.Prod(keepAxes: true, [.. Axes]), x.Number(0)),
            x.Prod(keepAxes: true, [.. Axes]) / rest);
    }

    /// <summary>The product by repeatedly multiplying halves; reduced axes are kept with length 1.</summary>
    private Value Tree(Value x)
    {
        int[] kept = [.. Enumerable.Range(0, x.Rank).Except(Axes)];
        Shape left = [.. x.Shape.Select((d, axis) => Axes.Contains(axis) ? 1 : d)];
        var length = Axes.Aggregate(1L, (product, axis) => product * x.Shape[axis].Size);
        if (length == 0) return x.Number(1).Expand(left);
        var last = kept.Length;
        var y = x.Transpose([.. kept, .. Axes]).Reshape([.. kept.Select(axis => x.Shape[axis]), length]);
        for (; length > 1; length = (length + 1) / 2)
        {
            if (length % 2 == 1) y = Value.Concat(last, y, y.Number(1).Expand(y.Shape.With(last, 1)));
            var half = (length + 1) / 2;
            y = y.Slice(last, 0, half) * y.Slice(last, half, 2 * half);
        }

        return y.Reshape(left);
    }
}

public partial class Value
{
    /// <summary>The product over <paramref name="axes"/>, by default over all axes. Its gradient is exact even with zeros.</summary>
    public Value Prod(params int[] axes) => Prod(keepAxes: false, axes);

    /// <summary>The product over <paramref name="axes"/>, which are kept with length 1 if <paramref name="keepAxes"/>.</summary>
    public Value Prod(bool keepAxes, params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return new ReduceProdOp(ReduceOp.Normalize(axes, Shape, nameof(Prod)), keepAxes).Of(this);
    }
}
