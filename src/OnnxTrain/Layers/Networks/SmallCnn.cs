namespace OnnxTrain;

/// <summary>
/// A small convolutional network, as in the digit examples of PyTorch and Keras: two 3 × 3 convolutions, pooling, and two linear layers,
/// with dropout. The first linear layer grows with the image: for 28 × 28 pixels it has 1.2 million weights, for 128 × 128 pixels 31.5
/// million.
/// </summary>
public sealed class SmallCnn : Module
{
    private const int FirstMaps = 32, SecondMaps = 64, Hidden = 128;

    private readonly Conv2d _conv1, _conv2;
    private readonly Linear _fc1, _fc2;

    /// <summary>Creates a network for images of one size.</summary>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="height">The height in pixels, at least 6.</param>
    /// <param name="width">The width in pixels, at least 6.</param>
    /// <exception cref="ArgumentException">The images are too small, or there are no channels or fewer than two classes.</exception>
    public SmallCnn(int channels, int classes, int height = 28, int width = 28)
    {
        ImageNetworks.Check("cnn", channels, classes, height, width, least: 6);
        _conv1 = new(channels, FirstMaps, 3);
        _conv2 = new(FirstMaps, SecondMaps, 3);
        _fc1 = new(checked(SecondMaps * ((height - 4) / 2) * ((width - 4) / 2)), Hidden);
        _fc2 = new(Hidden, classes);
    }

    /// <summary>Logits [batch, classes] for images [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = x.Apply(_conv1).Relu().Apply(_conv2).Relu().MaxPool(2).Dropout(0.25);
        return x.Flatten().Apply(_fc1).Relu().Dropout(0.5).Apply(_fc2);
    }
}
