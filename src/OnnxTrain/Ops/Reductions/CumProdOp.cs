using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = the running product of x along an axis. ONNX has no such operator below opset 26: files and gradients, which are exact even with
/// zeros, use ⌈log₂ n⌉ products of the tensor with itself, shifted (Hillis and Steele, 1986, "Data parallel algorithms").
/// </summary>
internal sealed record CumProdOp(int Axis, bool Exclusive, bool Reverse) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return inputs[0].Shape[Axis].IsFixed
            ? [inputs[0]]
            : throw new ShapeException($"CumProd: axis {Axis} of {inputs[0]} is named; its length must be known.");
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var length = x[0].Shape[Axis].Size;
        var y = Exclusive && length > 0 ? Shifted(x[0], 1, length) : x[0];
        for (long step = 1; step < length; step *= 2) y *= Shifted(y, step, length);
        return [y == x[0] ? y.Identity() : y];
    }

    protected override Action Bind<T>(Binding binding) =>
        RunningReduction.Bind<T, ProductReducer<T>>(
            binding.Input<T>(0), binding.InputSizes(0), Axis, Exclusive, Reverse, binding.Output<T>(0));

    /// <summary>Shifts the elements, with ones in front.</summary>
    private Value Shifted(Value x, long step, long length)
    {
        var ones = x.Number(1).Expand(x.Shape.With(Axis, step));
        return Reverse ? Value.Concat(Axis, x.Slice(Axis, step, length), ones) : Value.Concat(Axis, ones, x.Slice(Axis, 0, length - step));
    }
}

public partial class Value
{
    /// <summary>The running product along <paramref name="axis"/>: 1, 2, 3 becomes 1, 2, 6.</summary>
    /// <param name="axis">The axis; it may be named.</param>
    /// <param name="exclusive">Whether each element itself is excluded: 1, 1, 2.</param>
    /// <param name="reverse">Whether products run from the end: 6, 6, 3.</param>
    /// <exception cref="ShapeException">The elements are not float32 or float64.</exception>
    public Value CumProd(int axis = -1, bool exclusive = false, bool reverse = false)
    {
        var at = Shape.Axis(axis, nameof(CumProd));
        return Shape[at].IsFixed ? new CumProdOp(at, exclusive, reverse).Of(this) : new NamedCumProdOp(at, exclusive, reverse).Of(this);
    }
}
