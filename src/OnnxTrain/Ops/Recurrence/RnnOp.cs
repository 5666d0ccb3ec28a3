using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>A simple recurrent layer (Elman, 1990): h' = f(W x + U h + b) with f = tanh or ReLU.</summary>
internal sealed record RnnOp(bool IsRelu, bool IsReverse, bool HasBias, bool HasLengths, bool Saves = true)
    : RecurrenceOp(IsReverse, HasBias, HasLengths, Saves)
{
    public override int Gates => 1;

    public override int States => 1;

    protected override int SavedWidth => SavedSteps<float, TanhCell<float>>.Width;

    protected override string OnnxName => "RNN";

    protected override int[] OnnxGates => [0];

    protected override IEnumerable<AttributeProto> OnnxAttributes => [OnnxAttribute.Texts("activations", [IsRelu ? "Relu" : "Tanh"])];

    public override Action BindGradient<T>(Binding binding) =>
        IsRelu ? BindBackward<T, ReluCell<T>>(binding) : BindBackward<T, TanhCell<T>>(binding);

    protected override Action Bind<T>(Binding binding) =>
        IsRelu ? BindForward<T, ReluCell<T>>(binding) : BindForward<T, TanhCell<T>>(binding);

    protected override (Value Output, Value[] States) Cell(Value input, Value product, Value[] states)
    {
        var h = IsRelu ? (input + product).Relu() : (input + product).Tanh();
        return (h, [h]);
    }
}
