using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = whether x is NaN, which represents a missing value of a numeric column.</summary>
internal sealed record IsNaNOp : FloatTileOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType.IsFloat()
        ? [new(ElementType.Bool, inputs[0].Shape)]
        : throw new ShapeException($"IsNaN: the input is {inputs[0]}; it must be float32 or float64.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override void ToOnnx(OnnxForm form) => form.Emit("IsNaN");

    protected override ElementType ComputesIn(Binding binding) => binding.InputType(0).ElementType;

    protected override TileLoop BindTiles<T>(Binding binding) =>
        Tiles.Unary<T, bool>(binding.InputTiles<T>(0), binding.OutputTiles<bool>(0), static (x, y) =>
        {
            for (var i = 0; i < x.Length; i++) y[i] = T.IsNaN(x[i]);
        });
}

public partial class Value
{
    /// <summary>Whether each element is NaN, which represents a missing number.</summary>
    public Value IsNaN() => new IsNaNOp().Of(this);

    /// <summary>Each element, or <paramref name="replacement"/> where it is NaN; the replacement broadcasts.</summary>
    public Value Impute(Value replacement) => Where(IsNaN(), replacement, this);
}
