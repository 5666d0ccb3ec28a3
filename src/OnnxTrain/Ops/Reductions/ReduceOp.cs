using System.Numerics;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>A reduction of all elements along some axes, which are kept with length 1 or removed.</summary>
/// <param name="Axes">The axes in ascending order, counted from 0.</param>
/// <param name="KeepAxes">Whether they are kept with length 1.</param>
internal abstract record ReduceOp(EquatableArray<int> Axes, bool KeepAxes) : NumberOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        if (TakesIntegers) ElementTypes.RequireNumbers(Name, inputs);
        else ElementTypes.RequireFloats(Name, inputs);
        var shape = inputs[0].Shape;
        Dimension[] left = [.. shape.Select((d, axis) => Axes.Contains(axis) ? 1 : d)];
        return [new(inputs[0].ElementType, KeepAxes ? [.. left] : [.. left.Where((_, axis) => !Axes.Contains(axis))])];
    }

    /// <summary>Whether int32 and int64 are also supported; their sums and products wrap around.</summary>
    protected virtual bool TakesIntegers => true;

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    /// <summary>Converts axes counted from either end to ascending numbers from 0; by default all axes.</summary>
    public static int[] Normalize(int[] axes, Shape shape, string operation) => axes.Length == 0
        ? [.. Enumerable.Range(0, shape.Rank)]
        : [.. axes.Select(a => shape.Axis(a, operation)).Distinct().Order()];

    /// <summary>A result of this operator, or its gradient, broadcast back over the axes of the input.</summary>
    protected Value Restore(Value reduced, Value input) => Kept(reduced, input).Expand(input.Shape);

    /// <summary>A result of this operator with the reduced axes restored, with length 1.</summary>
    protected Value Kept(Value reduced, Value input) =>
        reduced.Reshape([.. input.Shape.Select((d, axis) => Axes.Contains(axis) ? 1 : d)]);

    /// <summary>Writes the operator with its axes as an input, or, below <paramref name="inputSince"/>, as an attribute.</summary>
    protected void Emit(OnnxForm form, string opType, int inputSince)
    {
        long[] axes = [.. Axes.Select(a => (long)a)];
        var keep = OnnxAttribute.Int("keepdims", KeepAxes ? 1 : 0);
        if (form.Opset >= inputSince) form.EmitWith(opType, [form.Input(), form.Integers(axes)], keep);
        else form.Emit(opType, OnnxAttribute.Ints("axes", axes), keep);
    }

    protected Action Bind<T, TReducer>(Binding binding)
        where T : unmanaged, INumber<T>
        where TReducer : struct, IReducer<T> =>
        ReductionKernel.Bind<T, TReducer>(binding.Input<T>(0), binding.InputSizes(0), [.. Axes], binding.Output<T>(0), binding.Scratch);
}
