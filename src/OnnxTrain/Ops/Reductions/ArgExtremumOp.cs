using System.Numerics;
using System.Runtime.CompilerServices;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the index of the largest or smallest element along an axis; for ties, the first.</summary>
internal abstract record ArgExtremumOp(int Axis, bool KeepAxis) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var shape = inputs[0].Shape;
        return inputs[0].ElementType.IsFloat()
            ? [new(ElementType.Int64, KeepAxis ? shape.With(Axis, 1) : shape.Without(Axis))]
            : throw new ShapeException($"{Name}: the input is {inputs[0]}; it must be float32 or float64.");
    }

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    protected override ElementType ComputesIn(Binding binding) => binding.InputType(0).ElementType;

    /// <summary>Binds the kernel that keeps the element for which <typeparamref name="TBetter"/> is true against the best so far.</summary>
    protected static Action Bind<T, TBetter>(Binding binding, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IComparison
    {
        var (x, y) = (binding.Input<T>(0), binding.Output<long>(0));
        var sizes = binding.InputSizes(0);
        var inner = sizes.After(axis);
        var length = sizes[axis];
        if (length == 0) return () => y.Span.Clear();
        return ParallelLoop.OverRows(y.Length, length, (from, to) => Find<T, TBetter>(x.Span, y.Span, length, inner, from, to)).Run;
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form) =>
        form.Emit(Name, OnnxAttribute.Int("axis", Axis), OnnxAttribute.Int("keepdims", KeepAxis ? 1 : 0));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Find<T, TBetter>(ReadOnlySpan<T> x, Span<long> y, int length, int inner, int from, int to)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TBetter : struct, IComparison
    {
        for (var i = from; i < to; i++)
        {
            var at = (i / inner * length * inner) + (i % inner);
            var (best, max) = (0, x[at]);
            for (var j = 1; j < length; j++)
            {
                at += inner;
                if (TBetter.Holds(x[at], max)) (best, max) = (j, x[at]);
            }

            y[i] = best;
        }
    }
}
