using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y [n, …] = −x[i, labelᵢ, …]: minus the logarithm of the probability of the class of each row, or of each position in a row.
/// </summary>
internal sealed record NegativeLogLikelihoodOp : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs[..1]);
        var (x, labels) = (inputs[0].Shape, inputs[1]);
        return x.Rank >= 2 && x[1].IsFixed && labels.ElementType == ElementType.Int64 && labels.Shape.Equals(x.Without(1))
            ? [new(inputs[0].ElementType, labels.Shape)]
            : throw new ShapeException(
                $"NegativeLogLikelihood: logarithms {inputs[0]} and labels {labels} do not fit; they must be [batch, classes, …] and "
                    + "int64[batch, …].");
    }

    // dL/dx = −g at each class that a label says, else 0
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, labels) = (node.Inputs[0], node.Inputs[1]);
        return [-(SoftmaxCrossEntropyOp.OneHot(labels, x.Type) * gradients[0]!.Unsqueeze(1)), null];
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("NegativeLogLikelihoodLoss", OnnxAttribute.Text("reduction", "none"));

    protected override Action Bind<T>(Binding binding)
    {
        var (x, labels, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Output<T>(0));
        var planes = ClassPlanes.Of(binding.InputSizes(0), Name);
        return () =>
        {
            for (var place = 0; place < labels.Length; place++) y.Span[place] = -x.Span[planes.At(place, labels.Span)];
        };
    }
}

public partial class Value
{
    /// <summary>Minus the element at the class of each row, or of each position in a row: the loss of log probabilities.</summary>
    /// <param name="labels">int64 [batch, …]: classes from 0 on.</param>
    /// <returns>[batch, …] for this value [batch, classes, …].</returns>
    public Value NegativeLogLikelihood(Value labels) => new NegativeLogLikelihoodOp().Of(this, labels);
}
