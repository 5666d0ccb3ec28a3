namespace OnnxTrain;

/// <summary>The ready networks for classes of images, by name.</summary>
public static class ImageNetworks
{
    private delegate Module Maker(int channels, int classes, int height, int width);

    private static readonly (string Name, Maker Make)[] Known =
    [
        ("lenet", (channels, classes, height, width) => new LeNet5(channels, classes, height, width)),
        ("cnn", (channels, classes, height, width) => new SmallCnn(channels, classes, height, width)),
        ("resnet18", (channels, classes, height, width) => ResNet.ResNet18(classes, channels, IsSmall(height, width))),
        ("resnet34", (channels, classes, height, width) => ResNet.ResNet34(classes, channels, IsSmall(height, width))),
        ("resnet50", (channels, classes, height, width) => ResNet.ResNet50(classes, channels, IsSmall(height, width))),
        ("mobilenetv2", (channels, classes, _, _) => new MobileNetV2(classes, channels)),
        ("vgg11", (channels, classes, _, _) => Vgg.Vgg11(classes, channels, batchNormalization: true)),
    ];

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(network => network.Name)];

    /// <summary>A network that yields a logit for each class, [batch, classes], from images [batch, channels, height, width].</summary>
    /// <param name="name">One of <see cref="Names"/>, in letters of either case.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="height">Lines of an image.</param>
    /// <param name="width">Pixels of a line.</param>
    /// <returns>A module, with weights of its own.</returns>
    /// <exception cref="ArgumentException">There is no such network, or it does not take such images.</exception>
    public static Module Create(string name, int channels, int classes, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(name);
        var network = Array.Find(Known, network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return network.Make?.Invoke(channels, classes, height, width)
            ?? throw new ArgumentException($"There is no network '{name}'. There are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>Whether the first layers should keep the size: a residual network begins by making images four times smaller.</summary>
    private static bool IsSmall(int height, int width) => Math.Min(height, width) < 64;

    internal static void Check(string name, int channels, int classes, int height, int width, int least)
    {
        if (channels < 1) throw new ArgumentOutOfRangeException(nameof(channels), channels, "Images have one channel at least.");
        if (classes < 2) throw new ArgumentOutOfRangeException(nameof(classes), classes, "There have to be two classes at least.");
        if (height < least || width < least)
            throw new ArgumentException(
                $"The network {name} takes images of {least} × {least} pixels or more; these have {width} × {height} (width × height).");
    }
}
