using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = the mean of the elements under each window; with <see cref="CountsPadding"/> padding counts as zeros, otherwise it is excluded.
/// </summary>
internal sealed record AveragePoolOp(Window Window, bool CountsPadding) : PoolOp(Window)
{
    public override int MinimumOpset => IsDilated(Window) ? 19 : base.MinimumOpset;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [new(inputs[0].ElementType, Positions(inputs[0].Shape))];
    }

    // dL/dx = what each element has of its windows' g
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new AveragePoolGradientOp(Window, CountsPadding, [.. node.Inputs[0].Shape.Skip(2)]).Of(gradients[0]!)];

    /// <summary>
    /// ONNX Runtime's operator supports only float32; for float64 it is the mean along one axis after the other, as matrix products.
    /// </summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64)
        {
            var maps = Maps(Name, Window, CountsPadding, [.. form.Node.Inputs[0].Shape.Skip(2)]);
            form.Expand(x => [maps.Aggregate(x[0], (value, map) => new AxisMapOp(map.Axis, map.Map).Of(value))]);
        }
        else
            form.Emit(
                "AveragePool",
                [.. Window.Attributes(IsDilated(Window)), OnnxAttribute.Int("count_include_pad", CountsPadding ? 1 : 0)]);
    }

    /// <summary>The linear map of the pooling along each axis.</summary>
    /// <exception cref="NotSupportedException">An axis is named.</exception>
    public static (int Axis, AxisMap Map)[] Maps(string op, Window window, bool countsPadding, Shape size)
    {
        if (!size.IsFixed)
            throw new NotSupportedException(
                $"{op} of float64: ONNX Runtime supports only float32, and for matrix products the axes of {size} must be numbers.");
        return
        [
            .. window.Axes.Select(
                (axis, i) =>
                {
                    var pool = new PoolAxis(axis, (int)size[i].Size);
                    return (
                        i + 2,
                        new AxisMap(
                            pool.Size,
                            pool.Taps.Select(
                                (taps, p) =>
                                    Enumerable
                                        .Range(taps.From, taps.To - taps.From)
                                        .Select(tap => (pool.At(p, tap), 1.0 / (countsPadding ? axis.Kernel : taps.To - taps.From))))));
                }),
        ];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var grid = Grid(binding.InputSizes(0));
        var (x, y) = (binding.Input<T>(0), binding.Output<T>(0));
        return Pooling.Bind<T, SumPooling<T>>(x, y, grid) + Pooling.BindDivision(y, y, grid, CountsPadding, binding.Scratch);
    }

    private static bool IsDilated(Window window) => window.Axes.Any(a => a is { Dilation: > 1, Kernel: > 1 });
}
