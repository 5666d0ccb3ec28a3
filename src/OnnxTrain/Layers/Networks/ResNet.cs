namespace OnnxTrain;

/// <summary>
/// A residual network (He, Zhang, Ren and Sun, 2015, "Deep residual learning for image recognition"). It ends in global average pooling, so
/// height and width may be of any size, or named axes: <c>["batch", 3, "height", "width"]</c>. Variables are named as in torchvision's
/// state dicts (<c>layer1.0.conv1.weight</c>), whose safetensors files <c>LoadWeights</c> reads.
/// </summary>
public sealed class ResNet : Module
{
    private readonly bool _smallImages;
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Sequential _layer1, _layer2, _layer3, _layer4;
    private readonly Linear _fc;

    /// <param name="blocks">The number of blocks of each of the four stages.</param>
    /// <param name="isBottleneck">Whether blocks have three convolutions instead of two.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="smallImages">Whether the size is kept before the first stage.</param>
    /// <param name="width">The number of channels of the first stage; each further stage has twice as many.</param>
    internal ResNet(int[] blocks, bool isBottleneck, int classes, int channels, bool smallImages, int width = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _smallImages = smallImages;
        _conv1 = smallImages ? NetworkLayers.Convolution(channels, width, 3) : NetworkLayers.Convolution(channels, width, 7, stride: 2);
        _bn1 = new(width);
        var inputs = width;
        _layer1 = Stage(0, 1);
        _layer2 = Stage(1, 2);
        _layer3 = Stage(2, 2);
        _layer4 = Stage(3, 2);
        _fc = new(inputs, classes);

        Sequential Stage(int stage, int stride) =>
            new([.. Enumerable.Range(0, blocks[stage]).Select(i => Block(width << stage, i == 0 ? stride : 1))]);

        Module Block(int outputs, int stride)
        {
            var from = inputs;
            inputs = isBottleneck ? outputs * Bottleneck.Expansion : outputs;
            return isBottleneck ? new Bottleneck(from, outputs, stride) : new BasicBlock(from, outputs, stride);
        }
    }

    /// <summary>
    /// 18 layers: stages of 2, 2, 2 and 2 blocks of two convolutions. 11,689,512 parameters for 1,000 classes of colour images.
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="smallImages">
    /// Whether the first convolution is 3 × 3 with stride 1 and without pooling, for images such as CIFAR's 32 × 32, instead of 7 × 7 with
    /// stride 2 and pooling, which reduce height and width to a quarter.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static ResNet ResNet18(int classes, int channels = 3, bool smallImages = false) =>
        new([2, 2, 2, 2], isBottleneck: false, classes, channels, smallImages);

    /// <summary>
    /// 34 layers: stages of 3, 4, 6 and 3 blocks of two convolutions. 21,797,672 parameters for 1,000 classes of colour images.
    /// </summary>
    /// <inheritdoc cref="ResNet18"/>
    public static ResNet ResNet34(int classes, int channels = 3, bool smallImages = false) =>
        new([3, 4, 6, 3], isBottleneck: false, classes, channels, smallImages);

    /// <summary>
    /// 50 layers: stages of 3, 4, 6 and 3 blocks of three convolutions. 25,557,032 parameters for 1,000 classes of colour images.
    /// </summary>
    /// <inheritdoc cref="ResNet18"/>
    public static ResNet ResNet50(int classes, int channels = 3, bool smallImages = false) =>
        new([3, 4, 6, 3], isBottleneck: true, classes, channels, smallImages);

    /// <summary>Logits [batch, classes] of x [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = x.Apply(_conv1).Apply(_bn1).Relu();
        if (!_smallImages) x = x.MaxPool(3, stride: 2, padding: 1);
        return x.Apply(_layer1).Apply(_layer2).Apply(_layer3).Apply(_layer4).AdaptiveAveragePool(1).Flatten().Apply(_fc);
    }
}
