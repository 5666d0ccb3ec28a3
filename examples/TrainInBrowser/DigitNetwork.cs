using OnnxTrain;

/// <summary>Images [batch, 1, 8, 8] → logits [batch, 10]: two convolutions, and two layers that see all of the image.</summary>
/// <remarks>
/// It trains on WebGPU too. Max pooling there, in ONNX Runtime Web, does not yield the places of the maxima, which its gradient reads, so a
/// stride halves height and width.
/// </remarks>
internal sealed class DigitNetwork : Module
{
    private readonly Conv2d _first = new(1, 16, 3, padding: 1, bias: false), _second = new(16, 32, 3, stride: 2, padding: 1, bias: false);
    private readonly Linear _hidden = new(32 * 4 * 4, 128), _output = new(128, 10);
    private readonly Dropout _dropout = new(0.5);

    public override Value Forward(Value x) => x
        .Apply(_first).Relu()
        .Apply(_second).Relu().Flatten()
        .Apply(_hidden).Relu().Apply(_dropout)
        .Apply(_output);
}
