namespace OnnxTrain;

/// <summary>y = x.</summary>
internal sealed record IdentityOp : Op
{
    public override bool IsView => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => [inputs[0]];

    // dL/dx = g
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [gradients[0]];

    public override Action Bind(Binding binding) => throw new InvalidOperationException("A view has no kernel.");

    public override void ToOnnx(OnnxForm form) => form.Emit("Identity");
}

public partial class Value
{
    /// <summary>The same elements as a new value.</summary>
    public Value Identity() => new IdentityOp().Of(this);
}
