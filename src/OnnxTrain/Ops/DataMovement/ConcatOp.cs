using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the inputs concatenated along an axis.</summary>
internal sealed record ConcatOp(int Axis) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        if (inputs.Length == 0) throw new ShapeException("Concat: there is nothing to join.");
        Dimension total = 0;
        foreach (var input in inputs)
        {
            if (
                input.ElementType != inputs[0].ElementType
                || input.Shape.Rank != inputs[0].Shape.Rank
                || !input.Shape.With(Axis, 1).Equals(inputs[0].Shape.With(Axis, 1)))
                throw new ShapeException(
                    $"Concat: {inputs[0]} and {input} do not join along axis {Axis}: they may differ only in that axis.");
            total += input.Shape[Axis];
        }

        return [new(inputs[0].ElementType, inputs[0].Shape.With(Axis, total))];
    }

    // dL/dxᵢ = the part of g that xᵢ became
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        Dimension start = 0;
        var parts = new Value?[node.Inputs.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var length = node.Inputs[i].Shape[Axis];
            parts[i] = gradients[0]!.Narrow(Axis, start, length);
            start += length;
        }

        return parts;
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Concat", OnnxAttribute.Int("axis", Axis));

    protected override Action Bind<T>(Binding binding)
    {
        var y = binding.Output<T>(0);
        var sizes = binding.OutputSizes(0);
        var outer = sizes.Before(Axis);
        var width = outer == 0 ? 0 : y.Length / outer;
        Action all = static () => { };
        var column = 0;
        for (var i = 0; i < binding.InputCount; i++)
        {
            var x = binding.Input<T>(i);
            var run = outer == 0 ? 0 : x.Length / outer;
            all += ColumnCopy.Bind(x, run, 0, y, width, column, outer, run);
            column += run;
        }

        return all;
    }
}

public partial class Value
{
    /// <summary>
    /// Concatenates values along <paramref name="axis"/>; they may differ only in that axis. Named lengths add up: <c>past + sequence</c>.
    /// </summary>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public static Value Concat(int axis, params Value[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0) throw new ShapeException("Concat: there is nothing to join.");
        return values.Length == 1 ? values[0] : new ConcatOp(values[0].Shape.Axis(axis, nameof(Concat))).Of(values);
    }
}
