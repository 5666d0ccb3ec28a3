using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Losses [n, …] = −ln softmax(x)ᵢ at the class i of each row, or of each position in a row, and the logarithms of all probabilities
/// [n, classes, …]: one pass, stable for logits of any size.
/// </summary>
internal sealed record SoftmaxCrossEntropyOp : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs[..1]);
        var (logits, labels) = (inputs[0].Shape, inputs[1]);
        return logits.Rank >= 2 && labels.ElementType == ElementType.Int64 && labels.Shape.Equals(logits.Without(1))
            ? [new(inputs[0].ElementType, labels.Shape), inputs[0]]
            : throw new ShapeException(
                $"SoftmaxCrossEntropy: logits {inputs[0]} and labels {labels} do not fit; they must be [batch, classes, …] and "
                    + "int64[batch, …].");
    }

    // with p = e^(log-probabilities): dL/dx = (p − onehot) · g of the loss + G − p · Σ G, G the gradient of the log-probabilities
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var labels = node.Inputs[1];
        var byLoss = gradients[0] is { } g ? new SoftmaxCrossEntropyGradientOp().Of(node.Outputs[1], labels, g) : null;
        if (gradients[1] is not { } all) return [byLoss, null];
        var byLogarithms = all - (node.Outputs[1].Exp() * all.Sum(keepAxes: true, 1));
        return [byLoss is null ? byLogarithms : byLoss + byLogarithms, null];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form) => form.Emit("SoftmaxCrossEntropyLoss", OnnxAttribute.Text("reduction", "none"));

    protected override Action Bind<T>(Binding binding)
    {
        var (x, labels) = (binding.Input<T>(0), binding.Input<long>(1));
        var (losses, logarithms) = (binding.Output<T>(0), binding.Output<T>(1));
        var sizes = binding.InputSizes(0);
        var planes = ClassPlanes.Of(sizes, Name);
        var all =
            planes.Places > 1
                ? planes.LogSoftmax(x, logarithms)
                : Lanes.Bind(x, sizes, 1, logarithms, LogSoftmaxOp.Lane, ShortLanes.LogSoftmax);
        var pick = ParallelLoop.OverRows(
            labels.Length, 1,
            (from, to) =>
            {
                for (var place = from; place < to; place++)
                    losses.Span[place] = -logarithms.Span[planes.At(place, labels.Span)];
            });
        return all + pick.Run;
    }

    /// <summary>One-hot labels: 1 at the class of each label [n, …], 0 at all others, of the type [n, classes, …].</summary>
    internal static Value OneHot(Value labels, TensorType type)
    {
        var oneHot = labels.OneHot((int)type.Shape[1].Size, type.ElementType);
        return labels.Rank == 1 ? oneHot : oneHot.Transpose([0, labels.Rank, .. Enumerable.Range(1, labels.Rank - 1)]);
    }
}

public partial class Value
{
    /// <summary>
    /// −ln softmax(logits) at the class of each row, or of each position in a row such as a pixel (cross-entropy); one loss each.
    /// </summary>
    /// <param name="labels">int64 [batch, …]: classes from 0 on.</param>
    /// <returns>[batch, …] for this value [batch, classes, …].</returns>
    public Value SoftmaxCrossEntropy(Value labels) => new SoftmaxCrossEntropyOp().Of(this, labels);
}
