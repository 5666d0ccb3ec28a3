namespace OnnxTrain;

/// <summary>
/// relu(x + f(x)), where f is two 3 × 3 convolutions; if f changes the channels or the size, x passes through a 1 × 1 convolution.
/// </summary>
internal sealed class BasicBlock : Module
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Sequential? _downsample;

    public BasicBlock(int inputs, int width, int stride)
    {
        (_conv1, _bn1) = (NetworkLayers.Convolution(inputs, width, 3, stride), new(width));
        (_conv2, _bn2) = (NetworkLayers.Convolution(width, width, 3), new(width));
        if (stride != 1 || inputs != width) _downsample = new(NetworkLayers.Convolution(inputs, width, 1, stride), new BatchNorm2d(width));
    }

    public override Value Forward(Value x)
    {
        var y = x.Apply(_conv1).Apply(_bn1).Relu().Apply(_conv2).Apply(_bn2);
        return (y + (_downsample is null ? x : x.Apply(_downsample))).Relu();
    }
}
