using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the mean of the elements under each window; with <see cref="CountsPadding"/> padding counts as zeros, else it does not count.</summary>
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

    public override void ToOnnx(OnnxForm form) =>
        form.Emit("AveragePool", [.. Window.Attributes(IsDilated(Window)), OnnxAttribute.Int("count_include_pad", CountsPadding ? 1 : 0)]);

    protected override Action Bind<T>(Binding binding)
    {
        var grid = Grid(binding.InputSizes(0));
        var (x, y) = (binding.Input<T>(0), binding.Output<T>(0));
        return Pooling.Bind<T, SumPooling<T>>(x, y, grid) + Pooling.BindDivision(y, y, grid, CountsPadding, binding.Scratch);
    }

    private static bool IsDilated(Window window) => window.Axes.Any(a => a is { Dilation: > 1, Kernel: > 1 });
}
