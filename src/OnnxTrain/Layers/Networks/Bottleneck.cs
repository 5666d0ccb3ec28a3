namespace OnnxTrain;

/// <summary>
/// relu(x + f(x)), where f is convolutions of 1 × 1, 3 × 3 and 1 × 1, the last with four times the channels. The stride is in the 3 × 3
/// convolution, not in the first as in the paper: this is "v1.5", which is slightly more accurate and used by published weights.
/// </summary>
internal sealed class Bottleneck : Module
{
    /// <summary>The ratio of the channels of the result to those of the 3 × 3 convolution.</summary>
    public const int Expansion = 4;

    private readonly Conv2d _conv1, _conv2, _conv3;
    private readonly BatchNorm2d _bn1, _bn2, _bn3;
    private readonly Sequential? _downsample;

    public Bottleneck(int inputs, int width, int stride)
    {
        var outputs = width * Expansion;
        (_conv1, _bn1) = (NetworkLayers.Convolution(inputs, width, 1), new(width));
        (_conv2, _bn2) = (NetworkLayers.Convolution(width, width, 3, stride), new(width));
        (_conv3, _bn3) = (NetworkLayers.Convolution(width, outputs, 1), new(outputs));
        if (stride != 1 || inputs != outputs)
            _downsample = new(NetworkLayers.Convolution(inputs, outputs, 1, stride), new BatchNorm2d(outputs));
    }

    public override Value Forward(Value x)
    {
        var y = x.Apply(_conv1).Apply(_bn1).Relu().Apply(_conv2).Apply(_bn2).Relu().Apply(_conv3).Apply(_bn3);
        return (y + (_downsample is null ? x : x.Apply(_downsample))).Relu();
    }
}
