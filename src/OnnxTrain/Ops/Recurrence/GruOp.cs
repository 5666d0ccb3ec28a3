using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// A gated recurrent unit: r, z = σ(W x + U h + b), n = tanh(W x + b + r · (U h + b)), h' = (1 − z) · n + z · h (Cho et al., 2014, with the
/// reset after the product). The gates of the weights are in the order r, z, n.
/// </summary>
internal sealed record GruOp(bool IsReverse, bool HasBias, bool HasLengths, bool Saves = true)
    : RecurrenceOp(IsReverse, HasBias, HasLengths, Saves)
{
    public override int Gates => GruCell<float>.Gates;

    public override int States => 1;

    protected override int SavedWidth => SavedSteps<float, GruCell<float>>.Width;

    protected override string OnnxName => "GRU";

    /// <summary>z, r, n.</summary>
    protected override int[] OnnxGates => [1, 0, 2];

    protected override IEnumerable<AttributeProto> OnnxAttributes => [OnnxAttribute.Int("linear_before_reset", 1)];

    public override Action BindGradient<T>(Binding binding) => BindBackward<T, GruCell<T>>(binding);

    protected override Action Bind<T>(Binding binding) => BindForward<T, GruCell<T>>(binding);

    protected override (Value Output, Value[] States) Cell(Value input, Value product, Value[] states)
    {
        var (x, u) = (input.Chunk(3, 1), product.Chunk(3, 1));
        var (r, z) = ((x[0] + u[0]).Sigmoid(), (x[1] + u[1]).Sigmoid());
        var n = (x[2] + (r * u[2])).Tanh();
        var h = n + (z * (states[0] - n));
        return (h, [h]);
    }
}
