namespace OnnxTrain;

/// <summary>
/// LeNet-5 (LeCun, Bottou, Bengio and Haffner, 1998, «Gradient-Based Learning Applied to Document Recognition») in its modern form: average
/// pooling without weights, a fully connected second convolution, and a linear layer at the end.
/// </summary>
public sealed class LeNet5 : Module
{
    private const int Taps = 5, FirstMaps = 6, SecondMaps = 16;

    private readonly Conv2d _conv1, _conv2;
    private readonly Linear _fc1, _fc2, _fc3;

    /// <summary>Creates a network for images of one size.</summary>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="height">The height in pixels, at least 12.</param>
    /// <param name="width">The width in pixels, at least 12.</param>
    /// <exception cref="ArgumentException">The images are too small, or there are no channels or fewer than two classes.</exception>
    public LeNet5(int channels, int classes, int height = 28, int width = 28)
    {
        ImageNetworks.Check("lenet", channels, classes, height, width, least: 12);
        _conv1 = new(channels, FirstMaps, Taps, padding: Taps / 2);
        _conv2 = new(FirstMaps, SecondMaps, Taps);
        _fc1 = new(SecondMaps * Left(height) * Left(width), 120);
        _fc2 = new(120, 84);
        _fc3 = new(84, classes);
    }

    /// <summary>Logits [batch, classes] for images [batch, channels, height, width].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = x.Apply(_conv1).Tanh().AveragePool(2);
        x = x.Apply(_conv2).Tanh().AveragePool(2);
        return x.Flatten().Apply(_fc1).Tanh().Apply(_fc2).Tanh().Apply(_fc3);
    }

    /// <summary>The side length after both convolutions and poolings.</summary>
    private static int Left(int side) => ((side / 2) - (Taps - 1)) / 2;
}
