namespace OnnxTrain;

/// <summary>
/// A network for small devices: depthwise convolutions between narrow layers, and shortcuts between those (Sandler, Howard, Zhu, Zhmoginov
/// and Chen, 2018, "MobileNetV2: Inverted residuals and linear bottlenecks"). 3,504,872 parameters for 1,000 classes of colour images. It
/// reduces height and width by a factor of 32 and ends in global average pooling, so both may be named axes. Variables are named as in
/// torchvision's state dicts (<c>features.3.conv.0.0.weight</c>).
/// </summary>
public sealed class MobileNetV2 : Module
{
    /// <summary>Expansion, channels, blocks and first stride of each stage: table 2 of the paper.</summary>
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential _features, _classifier;

    /// <summary>Creates a network.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="widthMultiplier">The factor for the channels of each layer, which are rounded to multiples of 8; the last layer has at
    /// least 1,280.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the multiplier is not positive.</exception>
    public MobileNetV2(int classes, int channels = 3, double widthMultiplier = 1)
        : this(Stages, classes, channels, widthMultiplier, Rounded(1280 * Math.Max(1, widthMultiplier)))
    {
    }

    internal MobileNetV2(
        (int Expansion, int Channels, int Blocks, int Stride)[] stages,
        int classes, int channels, double widthMultiplier, int last, double dropout = 0.2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!(widthMultiplier > 0 && double.IsFinite(widthMultiplier)))
            throw new ArgumentOutOfRangeException(nameof(widthMultiplier), widthMultiplier, "Must be a positive number.");
        var inputs = Rounded(32 * widthMultiplier);
        List<Module> features = [Unit(channels, inputs, 3, stride: 2)];
        foreach (var (expansion, width, blocks, stride) in stages)
        {
            for (var i = 0; i < blocks; i++)
            {
                var outputs = Rounded(width * widthMultiplier);
                features.Add(new InvertedResidual(inputs, outputs, i == 0 ? stride : 1, expansion));
                inputs = outputs;
            }
        }

        features.Add(Unit(inputs, last, 1));
        _features = new([.. features]);
        _classifier = new(new Dropout(dropout), NetworkLayers.Linear(last, classes));
    }

    /// <summary>Logits [batch, classes] of x [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Apply(_features).AdaptiveAveragePool(1).Flatten().Apply(_classifier);
    }

    /// <summary>Convolution, batch normalization, activation.</summary>
    internal static Sequential Unit(int inputs, int outputs, int kernelSize, int stride = 1, int groups = 1) =>
        new(NetworkLayers.Convolution(inputs, outputs, kernelSize, stride, groups), new BatchNorm2d(outputs), new Relu6());

    /// <summary>Rounds to the nearest multiple of 8, at least 8, and at least 90 % of the channels.</summary>
    private static int Rounded(double channels)
    {
        var nearest = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return nearest < 0.9 * channels ? nearest + 8 : nearest;
    }
}
