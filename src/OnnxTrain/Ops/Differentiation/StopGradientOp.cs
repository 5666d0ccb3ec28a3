namespace OnnxTrain;

/// <summary>y = x, held constant: the gradient is 0.</summary>
internal sealed record StopGradientOp : Op
{
    public override bool IsView => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => [inputs[0]];

    // dL/dx = 0 by definition
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding) => throw new InvalidOperationException("A view has no kernel.");

    public override Value[] ForInference(IReadOnlyList<Value> inputs) => [inputs[0]];

    public override void ToOnnx(OnnxForm form) => form.Emit("Identity");
}

public partial class Value
{
    /// <summary>The same elements, treated as constant in gradients.</summary>
    public Value StopGradient() => new StopGradientOp().Of(this);
}
