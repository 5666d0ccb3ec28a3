using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The transpose of a convolution, x = wᵀ ∗ y + bias: each element of y adds the weights, times its value, at its position. It is the
/// gradient of a convolution by its input, and also a layer (Zeiler et al., 2010). The bias [channels] is optional.
/// </summary>
/// <param name="Window">The window of the convolution.</param>
/// <param name="Groups">The groups of the convolution.</param>
/// <param name="Size">The spatial axes of the result: those that the convolution takes.</param>
internal sealed record ConvTransposeOp(Window Window, int Groups, Shape Size) : ConvolutionOp(Window, Groups)
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (y, w) = (inputs[0].Shape, inputs[1].Shape);
        RequireGroups(y, "channels");
        if (w.Rank != y.Rank || !w[1].IsFixed || !w.Equals([y[1], w[1], .. Window.Kernel.Select(k => (Dimension)k)]))
            throw new ShapeException(
                $"{Name}: the weights {w} do not fit {y}; they must be [{y[1]}, outputs / {Groups}, {string.Join(", ", Window.Kernel)}]."
            );
        Shape x = [y[0], w[1].Size * Groups, .. Size];
        if (Size.Any(d => d is { IsFixed: true, Size: < 1 }))
            throw new ShapeException($"{Name}: nothing is left of {y}: {x} of a window of {Window}.");
        Shape positions = [.. y.Take(2), .. Window.Positions(Name, x)];
        if (!positions.Equals(y))
            throw new ShapeException($"{Name}: {x} does not match {y}: its windows are {positions}.");
        if (inputs.Length > 2 && !inputs[2].Shape.Equals([x[1]]))
            throw new ShapeException($"{Name}: the bias has shape {inputs[2].Shape}; it must be [{x[1]}].");
        return [new(inputs[0].ElementType, x)];
    }

    // dL/dy = the convolution of g, dL/dw = Σ y · g over images and positions, dL/dbias = Σ g over all but the channels
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (y, w, g) = (node.Inputs[0], node.Inputs[1], gradients[0]!);
        var byY = new ConvOp(Window, Groups).Of(g, w);
        var byW = new ConvWeightGradientOp(Window, Groups).Of(g, y);
        return node.Inputs.Count > 2 ? [byY, byW, g.Sum(keepAxes: false, [0, .. Enumerable.Range(2, Window.Rank)])] : [byY, byW];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        Products(inputs[0], inputs[1]) + (inputs.Count > 2 ? outputs[0].Shape.ElementCount : 0);

    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64) new UnfoldedConvolution(form, Window, Groups).Backward(Size);
        else EmitTo(form, [.. form.Node.Inputs.Select((_, i) => form.Input(i))], Window, Groups, Size, form.Node.Inputs[0].Shape);
    }

    /// <summary>Yields the transpose of a convolution whose spatial axes are <paramref name="size"/> for the positions of
    /// <paramref name="y"/>.</summary>
    internal static void EmitTo(OnnxForm form, string[] inputs, Window window, long groups, Shape size, Shape y)
    {
        var group = OnnxAttribute.Int("group", groups);
        long?[] rests = [.. window.Axes.Select((axis, i) => Rest(axis, size[i], y[i + 2]))];
        if (rests.All(rest => rest is not null))
        {
            var padding = OnnxAttribute.Ints("output_padding", rests.Select(r => r!.Value));
            form.EmitWith("ConvTranspose", inputs, [.. window.Attributes(), group, padding]);
            return;
        }

        // By how many elements the length differs with it: as many as there can be, and what is too much cut off.
        int[] open = [.. Enumerable.Range(0, window.Rank).Where(i => rests[i] is null)];
        var longest = new Window([.. window.Axes.Select((axis, i) => rests[i] is null ? axis with { After = 0 } : axis)]);
        var most = OnnxAttribute.Ints("output_padding", window.Axes.Select((axis, i) => rests[i] ?? (axis.Stride - 1)));
        var whole = form.Step("ConvTranspose", inputs, [.. longest.Attributes(), group, most]);
        var ends = form.Shape([.. open.Select(i => size[i])]);
        form.EmitWith("Slice", [whole, form.Integers(new long[open.Length]), ends, form.Integers([.. open.Select(i => i + 2L)])]);
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (y, x) = (binding.InputSizes(0), binding.OutputSizes(0));
        Window.Require(Name, x);
        if (x.Skip(2).Any(n => n < 1))
            throw new ShapeException(
                $"{Name}: nothing is left of {binding.InputType(0)}: [{string.Join(", ", x)}] of a window of {Window}.");
        var bias = binding.InputCount > 2 ? binding.Input<T>(2) : default;
        var parts = TapGrid
            .Backward(Window.Axes, x[2..], y[2..])
            .Select(grid =>
            {
                var problem = Problem(binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), grid, y[0], x[1], y[1]);
                var (channels, outputs) = (problem.Outputs, problem.Channels);
                var transposed = problem with
                {
                    Channels = channels, Outputs = outputs, OutputStride = problem.ChannelStride, ChannelStride = problem.OutputStride,
                    Bias = bias,
                };
                return Kernels.Convolution.Bind(transposed, binding.Scratch);
            })
            .ToArray();
        return parts.Length == 1
            ? parts[0]
            : () =>
            {
                foreach (var part in parts)
                    part();
            };
    }

    /// <summary>
    /// The number of elements at the end of an axis that no window reaches; null if it depends on the length of a named axis.
    /// </summary>
    private static long? Rest(WindowAxis axis, Dimension size, Dimension positions) =>
        size + axis.Before + axis.After - axis.Reach - ((positions - 1) * axis.Stride) is { IsFixed: true } rest ? rest.Size : null;
}
