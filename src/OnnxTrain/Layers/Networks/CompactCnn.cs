namespace OnnxTrain;

/// <summary>
/// A convolutional network with batch normalization and global average pooling (Lin, Chen and Yan, 2013, "Network in network") for images
/// of any size: six 3 × 3 convolutions of 16 to 128 channels. It has the same parameters for every size, 283,674 for 10 classes of colour
/// images, and its cost grows with the number of pixels. Height and width may be named axes.
/// </summary>
public sealed class CompactCnn : Module
{
    /// <summary>The shorter sides from which the second and the first convolution have stride 2.</summary>
    private const int Medium = 64, Large = 128;

    private const double DropoutRate = 0.2;

    private readonly Sequential _features;
    private readonly Linear _fc;

    /// <summary>Creates a network.</summary>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="height">The height of most images in pixels, at least 4.</param>
    /// <param name="width">The width of most images in pixels, at least 4. From a shorter side of 64 pixels on, one of the first two
    /// convolutions has stride 2, from 128 on both.</param>
    /// <exception cref="ArgumentException">The images are too small, or there are no channels or fewer than two classes.</exception>
    public CompactCnn(int channels, int classes, int height, int width)
    {
        ImageNetworks.Check("compactcnn", channels, classes, height, width, least: 4);
        var side = Math.Min(height, width);
        _features = new(
            Unit(channels, 16, side >= Large ? 2 : 1), Unit(16, 32, side >= Medium ? 2 : 1), new MaxPool2d(2),
            Unit(32, 64), Unit(64, 64), new MaxPool2d(2),
            Unit(64, 128), Unit(128, 128));
        _fc = new(128, classes);
    }

    /// <summary>Logits [batch, classes] of images [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Apply(_features).AdaptiveAveragePool(1).Flatten().Dropout(DropoutRate).Apply(_fc);
    }

    private static Sequential Unit(int inputs, int outputs, int stride = 1) =>
        new(
            NetworkLayers.Convolution(inputs, outputs, 3, stride), new BatchNorm2d(outputs) { IgnoresInitialStatistics = true },
            new Relu());
}
