namespace OnnxTrain;

/// <summary>
/// Image classifiers. Their file takes raw pixels, bytes of one image size: the change of layout, scaling and normalization by the mean and
/// standard deviation of the training images are part of the graph, and the class names are the labels. Input <c>image</c>, uint8 [batch,
/// height, width, channels] or, as <see cref="ImageModelOptions.Axes"/> says, [batch, channels, height, width]; outputs <c>label</c>
/// [batch] and <c>probabilities</c> [batch, classes]. With <see cref="ImageModelOptions.AnySize"/> the file takes images of any size and
/// resizes them itself. This is a shortcut to a <see cref="DataModel"/> with one image and one class.
/// </summary>
public static class ImageModel
{
    internal const string Input = "image";

    /// <summary>Creates a model with a built-in network.</summary>
    /// <param name="train">The training images, pixels [rows, height, width, channels]. They are read once and determine the size, the
    /// channels, the mean and the standard deviation.</param>
    /// <param name="classes">The class names; if all are integers, <c>label</c> is int64, otherwise string.</param>
    /// <param name="network">The network's name, one of <see cref="ImageNetworks.Names"/>; null for the one that suits the size of the
    /// images (<see cref="ImageNetworks.DefaultFor"/>).</param>
    /// <param name="options">The layout and normalization.</param>
    /// <exception cref="ArgumentException">The data are not byte images with this number of classes, or there is no such network for
    /// them.</exception>
    public static DataModel Classifier(
        IRowSource train, IReadOnlyList<string> classes, string? network = null, ImageModelOptions? options = null) =>
        Create(train, classes, network, null, options ?? new());

    /// <summary>Creates a model with a custom network.</summary>
    /// <param name="train">The training images, pixels [rows, height, width, channels]. They are read once and determine the size, the
    /// channels, the mean and the standard deviation.</param>
    /// <param name="classes">The class names; if all are integers, <c>label</c> is int64, otherwise string.</param>
    /// <param name="network">Yields logits [batch, classes] from normalized images, float32 [batch, channels, height, width].</param>
    /// <param name="options">The layout and normalization.</param>
    /// <exception cref="ArgumentException">The data are not byte images with this number of classes.</exception>
    public static DataModel Classifier(IRowSource train, IReadOnlyList<string> classes, Module network, ImageModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Create(train, classes, null, network, options ?? new());
    }

    /// <summary>Loads a model from a file that <c>ExportOnnx</c> wrote, as <see cref="DataModel.Load"/> does.</summary>
    /// <param name="path">An ONNX file of an image model.</param>
    /// <param name="network">The network, if it is a custom one: a new one, created in the same way as the one in the file.</param>
    /// <exception cref="DataException">The file is not such a model, or the network is not the one in it.</exception>
    public static DataModel Load(string path, Module? network = null) => DataModel.Load(path, network);

    /// <summary>The feature of images of one size, pixels [rows, height, width, channels] of bytes.</summary>
    /// <exception cref="ArgumentException">The rows are no such images.</exception>
    internal static ImageFeature FeatureOf(IRowSource train, ImageModelOptions options)
    {
        var roles = new RowRoles(train);
        if (roles.Features is not [{ ElementType: ElementType.UInt8, RowShape: { Rank: 3, IsFixed: true } shape }, ..])
            throw new ArgumentException(
                $"The training images are {roles.Features.FirstOrDefault()?.Text(roles.RowCount)}; they must be bytes of one "
                    + "size, [rows, height, width, channels].", nameof(train));
        return new ImageFeature(Input, (int)shape[1].Size, (int)shape[0].Size, (int)shape[2].Size)
        {
            Axes = options.Axes, Fit = options.Fit, AnySize = options.AnySize, Mean = options.Mean, Deviation = options.Deviation,
            Background = roles.Features[0].Background,
        };
    }

    private static DataModel Create(
        IRowSource train, IReadOnlyList<string> classes, string? network, Module? body, ImageModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(classes);
        var image = FeatureOf(train, options);
        var labels = new RowRoles(train).Label?.Classes;
        if (labels > classes.Count)
            throw new ArgumentException(
                $"The training images have labels of {labels} classes; {classes.Count} names were given.", nameof(classes));
        return DataModel.Create(
            train, [image], [new ClassTarget("", classes)], new() { ImageNetwork = network, Seed = options.Seed }, body);
    }
}
