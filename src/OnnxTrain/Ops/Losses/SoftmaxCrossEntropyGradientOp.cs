using System.Numerics;
using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y [n, classes, …] = (eᴸ − onehot) · g: the gradient of softmax cross-entropy by the logits, from the log-probabilities
/// L [n, classes, …], the classes [n, …] and the losses' gradients g [n, …].
/// </summary>
internal sealed record SoftmaxCrossEntropyGradientOp : FloatOp
{
    /// <summary>The minimum number of elements for a thread.</summary>
    private const int Grain = 8192;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat([inputs[0], inputs[2]]);
        var (logarithms, labels, g) = (inputs[0].Shape, inputs[1], inputs[2].Shape);
        return
            logarithms.Rank >= 2
            && labels.ElementType == ElementType.Int64
            && labels.Shape.Equals(logarithms.Without(1))
            && g.Equals(labels.Shape)
            ? [inputs[0]]
            : throw new ShapeException(
                $"SoftmaxCrossEntropyGradient: log-probabilities {inputs[0]}, labels {labels} and gradients {inputs[2]} do not fit; they "
                    + "must be [batch, classes, …], int64[batch, …] and [batch, …].");
    }

    // with p = eᴸ and G the gradient of y: dL/dL = p · g · G, dL/dg = Σ (p − onehot) · G over the classes
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (logarithms, labels, g, all) = (node.Inputs[0], node.Inputs[1], node.Inputs[2], gradients[0]!);
        var p = logarithms.Exp();
        var oneHot = SoftmaxCrossEntropyOp.OneHot(labels, logarithms.Type);
        return [p * g.Unsqueeze(1) * all, null, ((p - oneHot) * all).Sum(1)];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => outputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form)
    {
        var p = form.Step("Exp", [form.Input()]);
        var oneHot = OneHotOp.Of(form, form.Input(1), form.Shape([form.Node.Inputs[0].Shape[1]]), 1, form.Node.Inputs[0].ElementType);
        form.EmitWith("Mul", [form.Step("Sub", [p, oneHot]), form.Step("Unsqueeze", [form.Input(2), form.Integers(1)])]);
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (logarithms, labels, g, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Input<T>(2), binding.Output<T>(0));
        var planes = ClassPlanes.Of(binding.InputSizes(0), Name);
        if (planes.Places > 1)
            return OfPlaces(planes, logarithms, labels, g, y);
        var classes = planes.Classes;

        // Short rows are computed several at once; such blocks have fixed bounds, whatever the threads. Longer ones go one by one.
        var isShort = classes <= ShortLanes.Longest;
        var block = isShort ? Tiles.Size / Math.Max(1, classes) : 1;
        return new ParallelLoop(
            labels.Length, block * Math.Max(1, Grain / Math.Max(1, block * classes)),
            (from, to) =>
            {
                for (; from < to; from += block)
                {
                    var end = Math.Min(to, from + block);
                    var rows = y.Span[(from * classes)..(end * classes)];
                    Elementary.Exp(logarithms.Span[(from * classes)..(end * classes)], rows);
                    for (var row = from; row < end; row++)
                        rows[planes.At(row, labels.Span) - (from * classes)] -= T.One;
                    if (isShort)
                        ShortLanes.Scale(rows, g.Span[from..end], classes);
                    else
                        TensorPrimitives.Multiply(rows, g.Span[from], rows);
                }
            }
        ).Run;
    }

    private static Action OfPlaces<T>(ClassPlanes planes, Block<T> logarithms, Block<long> labels, Block<T> g, Block<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        planes.Over(
            (place, first, count) =>
            {
                for (var c = 0; c < planes.Classes; c++)
                    Elementary.Exp(logarithms.Span.Slice(planes.Plane(first, c), count), y.Span.Slice(planes.Plane(first, c), count));
                for (var i = place; i < place + count; i++)
                    y.Span[planes.At(i, labels.Span)] -= T.One;
                for (var c = 0; c < planes.Classes; c++)
                {
                    var part = y.Span.Slice(planes.Plane(first, c), count);
                    TensorPrimitives.Multiply(part, g.Span.Slice(place, count), part);
                }
            });
}
