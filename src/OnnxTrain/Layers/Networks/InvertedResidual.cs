namespace OnnxTrain;

/// <summary>
/// A 1 × 1 convolution to more channels, a depthwise 3 × 3 convolution, and a 1 × 1 convolution back to few channels without an activation;
/// x is added if the result has the same shape.
/// </summary>
internal sealed class InvertedResidual : Module
{
    private readonly Sequential _conv;
    private readonly bool _isResidual;

    public InvertedResidual(int inputs, int outputs, int stride, int expansion)
    {
        var hidden = inputs * expansion;
        _isResidual = stride == 1 && inputs == outputs;
        _conv = new(
        [
            .. expansion == 1 ? Array.Empty<Module>() : [MobileNetV2.Unit(inputs, hidden, 1)],
            MobileNetV2.Unit(hidden, hidden, 3, stride, groups: hidden),
            NetworkLayers.Convolution(hidden, outputs, 1),
            new BatchNorm2d(outputs),
        ]);
    }

    public override Value Forward(Value x) => _isResidual ? x + x.Apply(_conv) : x.Apply(_conv);
}
