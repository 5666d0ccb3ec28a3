namespace OnnxTrain;

/// <summary>The built-in networks for image classification, by name.</summary>
public static class ImageNetworks
{
    private delegate Module Maker(int channels, int classes, int height, int width);

    private static readonly (string Name, Maker Make)[] Known =
    [
        ("lenet", (channels, classes, height, width) => new LeNet5(channels, classes, height, width)),
        ("cnn", (channels, classes, height, width) => new SmallCnn(channels, classes, height, width)),
        ("compactcnn", (channels, classes, height, width) => new CompactCnn(channels, classes, height, width)),
        ("resnet18", (channels, classes, height, width) => ResNet.ResNet18(classes, channels, IsSmall(height, width))),
        ("resnet34", (channels, classes, height, width) => ResNet.ResNet34(classes, channels, IsSmall(height, width))),
        ("resnet50", (channels, classes, height, width) => ResNet.ResNet50(classes, channels, IsSmall(height, width))),
        ("mobilenetv2", (channels, classes, _, _) => new MobileNetV2(classes, channels)),
        ("vgg11", (channels, classes, _, _) => Vgg.Vgg11(classes, channels, batchNormalization: true)),
    ];

    /// <summary>The names that <see cref="Create"/> accepts.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(network => network.Name)];

    /// <summary>
    /// The mean of red, green and blue in ImageNet, for pixels from 0 to 1: <see cref="ImageModelOptions.Mean"/> for weights that were
    /// trained on it.
    /// </summary>
    public static IReadOnlyList<double> ImageNetMean { get; } = [0.485, 0.456, 0.406];

    /// <summary>
    /// The standard deviation of red, green and blue in ImageNet: <see cref="ImageModelOptions.Deviation"/> for weights that were trained
    /// on it.
    /// </summary>
    public static IReadOnlyList<double> ImageNetDeviation { get; } = [0.229, 0.224, 0.225];

    /// <summary>
    /// The network to choose if none is asked for: <c>cnn</c> for images up to 32 pixels high and wide, and <c>compactcnn</c> for larger
    /// ones, where the number of parameters of <c>cnn</c> would grow with the pixels.
    /// </summary>
    /// <param name="height">The height in pixels.</param>
    /// <param name="width">The width in pixels.</param>
    /// <returns>One of <see cref="Names"/>.</returns>
    public static string DefaultFor(int height, int width) => Math.Max(height, width) <= 32 ? "cnn" : "compactcnn";

    /// <summary>
    /// Creates a network that yields one logit per class, [batch, classes], from images [batch, channels, height, width].
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>, case-insensitive.</param>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="width">The width in pixels.</param>
    /// <returns>A module with new weights.</returns>
    /// <exception cref="ArgumentException">There is no such network, or it does not support such images.</exception>
    public static Module Create(string name, int channels, int classes, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(name);
        var network = Array.Find(Known, network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return network.Make?.Invoke(channels, classes, height, width)
            ?? throw new ArgumentException($"There is no network '{name}'. There are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>
    /// Whether the first layers should keep the size: by default a residual network first makes images four times smaller.
    /// </summary>
    private static bool IsSmall(int height, int width) => Math.Min(height, width) < 64;

    internal static void Check(string name, int channels, int classes, int height, int width, int least)
    {
        if (channels < 1) throw new ArgumentOutOfRangeException(nameof(channels), channels, "Images have at least one channel.");
        if (classes < 2) throw new ArgumentOutOfRangeException(nameof(classes), classes, "There must be at least two classes.");
        if (height < least || width < least)
            throw new ArgumentException(
                $"The network {name} takes images of {least} × {least} pixels or more; these have {width} × {height} (width × height).");
    }
}
