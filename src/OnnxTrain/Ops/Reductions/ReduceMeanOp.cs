using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the mean of x over some axes.</summary>
internal sealed record ReduceMeanOp(EquatableArray<int> Axes, bool KeepAxes) : ReduceOp(Axes, KeepAxes)
{
    protected override bool TakesIntegers => false;

    // dL/dx = g / n, n elements to a mean
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var x = node.Inputs[0];
        Shape reduced = [.. Axes.Select(axis => x.Shape[axis])];
        return [Restore(gradients[0]! / CountOp.Of(reduced, x.ElementType), x)];
    }

    /// <summary>
    /// The mean over whole images is written as GlobalAveragePool, which runtimes support for any height and width; ONNX Runtime's supports
    /// only float32.
    /// </summary>
    public override void ToOnnx(OnnxForm form)
    {
        var x = form.Node.Inputs[0];
        if (
            KeepAxes
            && x is { ElementType: ElementType.Float32, Rank: >= 3 and <= 5 }
            && Axes.SequenceEqual(Enumerable.Range(2, x.Rank - 2)))
            form.Emit("GlobalAveragePool");
        else
            Emit(form, "ReduceMean", inputSince: 18);
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sum = Bind<T, SumReducer<T>>(binding);
        var y = binding.Output<T>(0);
        var count = T.CreateChecked(Axes.Aggregate(1L, (product, axis) => product * binding.InputSizes(0)[axis]));
        return () =>
        {
            sum();
            TensorPrimitives.Divide(y.Span, count, y.Span);
        };
    }
}

public partial class Value
{
    /// <summary>The mean over <paramref name="axes"/>, by default over all axes.</summary>
    public Value Mean(params int[] axes) => Mean(keepAxes: false, axes);

    /// <summary>The mean over <paramref name="axes"/>, which are kept with length 1 if <paramref name="keepAxes"/>.</summary>
    public Value Mean(bool keepAxes, params int[] axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return new ReduceMeanOp(ReduceOp.Normalize(axes, Shape, nameof(Mean)), keepAxes).Of(this);
    }
}
