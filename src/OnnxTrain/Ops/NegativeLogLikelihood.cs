using System.Numerics;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y [n] = −x[i, labelᵢ]: minus the logarithm of the probability of each row's class.</summary>
internal sealed record NegativeLogLikelihoodOp : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs[..1]);
        var (x, labels) = (inputs[0].Shape, inputs[1]);
        return x.Rank == 2 && x[1].IsFixed && labels.ElementType == ElementType.Int64 && labels.Shape.Equals([x[0]])
            ? [new(inputs[0].ElementType, [x[0]])]
            : throw new ShapeException($"NegativeLogLikelihood: logarithms {inputs[0]} and labels {labels} do not fit; they have to be [batch, classes] and int64[batch].");
    }

    // dL/dx = −g at each row's class, else 0
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, labels) = (node.Inputs[0], node.Inputs[1]);
        return [-(labels.OneHot((int)x.Shape[1].Size, x.ElementType) * gradients[0]!.Unsqueeze(1)), null];
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("NegativeLogLikelihoodLoss", OnnxAttribute.Text("reduction", "none"));

    protected override Action Bind<T>(Binding binding)
    {
        var (x, labels, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Output<T>(0));
        var classes = binding.InputSizes(0)[1];
        return () =>
        {
            for (var row = 0; row < labels.Length; row++)
                y.Span[row] = -x.Span[(row * classes) + Class(labels.Span[row], classes, row)];
        };
    }

    private static int Class(long label, int classes, int row) => label >= 0 && label < classes
        ? (int)label
        : throw new ArgumentOutOfRangeException(nameof(label), label, $"NegativeLogLikelihood: the label of row {row} is outside 0 … {classes - 1}.");
}

public partial class Value
{
    /// <summary>Minus the element at the class of each row: the loss of logarithms of probabilities.</summary>
    /// <param name="labels">int64 [batch]: classes from 0 on.</param>
    /// <returns>[batch] for this value [batch, classes].</returns>
    public Value NegativeLogLikelihood(Value labels) => new NegativeLogLikelihoodOp().Of(this, labels);
}
