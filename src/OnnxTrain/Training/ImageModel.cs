using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// A classifier of images. Its file takes pixels as they are, bytes of one size: the change of layout, scaling and normalization by the training images' mean and
/// deviation are part of the graph, and the classes' names are the labels. Input <c>image</c>, uint8 [batch, height, width, channels] or, as
/// <see cref="ImageModelOptions.Axes"/> says, [batch, channels, height, width]; outputs <c>label</c> [batch] and <c>probabilities</c> [batch, classes].
/// </summary>
public sealed class ImageModel : Model
{
    private const int RowsAtOnce = 64;

    private ImageModel(ImageSpec spec, Module network, ulong seed)
        : base(
            new ImageNetwork(spec, network),
            [Value.Input("image", ElementType.UInt8, spec.InputShape)],
            new ClassificationHead(spec.Classes),
            spec.Axes == ImageAxes.Nchw ? new ImageRows() : null)
    {
        Spec = spec;
        Metadata[ImageSpec.MetadataKey] = spec.ToJson();
        Metadata["classes"] = string.Join(",", spec.Classes);
        Metadata["image"] = $"{spec.Width} × {spec.Height} pixels, {(spec.Channels == 1 ? "grey" : spec.Channels == 3 ? "red, green and blue" : $"{spec.Channels} channels")}, 0 to 255";
        Initialize(seed);
    }

    /// <summary>Lines of an image.</summary>
    public int Height => Spec.Height;

    /// <summary>Pixels of a line.</summary>
    public int Width => Spec.Width;

    /// <summary>Channels of an image.</summary>
    public int Channels => Spec.Channels;

    /// <summary>The axes of the file's input.</summary>
    public ImageAxes Axes => Spec.Axes;

    /// <summary>How images of other sizes are brought to the model's.</summary>
    public ImageFit Fit => Spec.Fit;

    /// <summary>The name of its network among <see cref="ImageNetworks"/>; null for one of the user's own.</summary>
    public string? Network => Spec.Network;

    internal ImageSpec Spec { get; }

    /// <summary>A model with a ready network.</summary>
    /// <param name="train">The training images, pixels [rows, height, width, channels]; size, channels, mean and deviation are theirs.</param>
    /// <param name="classes">The names of the classes; if all are whole numbers, <c>label</c> is int64, else string.</param>
    /// <param name="network">The network's name, one of <see cref="ImageNetworks.Names"/>.</param>
    /// <param name="options">Layout and normalization.</param>
    /// <exception cref="ArgumentException">The data are no images of bytes with so many classes, or there is no such network for them.</exception>
    public static ImageModel Classifier(Dataset train, IReadOnlyList<string> classes, string network = "cnn", ImageModelOptions? options = null)
    {
        var spec = SpecOf(train, classes, network, options);
        return new(spec, ImageNetworks.Create(network, spec.Channels, classes.Count, spec.Height, spec.Width), options?.Seed ?? 0);
    }

    /// <summary>A model with a network of one's own.</summary>
    /// <param name="train">The training images, pixels [rows, height, width, channels]; size, channels, mean and deviation are theirs.</param>
    /// <param name="classes">The names of the classes; if all are whole numbers, <c>label</c> is int64, else string.</param>
    /// <param name="network">Yields logits [batch, classes] from normalized images, float32 [batch, channels, height, width].</param>
    /// <param name="options">Layout and normalization.</param>
    /// <exception cref="ArgumentException">The data are no images of bytes with so many classes.</exception>
    public static ImageModel Classifier(Dataset train, IReadOnlyList<string> classes, Module network, ImageModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(SpecOf(train, classes, null, options), network, options?.Seed ?? 0);
    }

    /// <summary>The model in a file that <c>ExportOnnx</c> wrote, weights included; it can be run, trained on and exported again.</summary>
    /// <param name="path">An ONNX file of an image model.</param>
    /// <param name="network">The network, if it is one of the user's own; new, and made as the one in the file was.</param>
    /// <exception cref="DataException">The file is not such a file, or the network is not the one in it.</exception>
    public static ImageModel Load(string path, Module? network = null) => ImageModelFile.Read(path, network);

    /// <summary>Predicts images.</summary>
    /// <param name="images">Pixels [rows, height, width, channels], whatever the axes of the file are.</param>
    /// <returns>One prediction for each image, in order.</returns>
    /// <exception cref="ArgumentException">They are of another size, or have other channels.</exception>
    public IReadOnlyList<ImagePrediction> Predict(Tensor<byte> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var given = Shape.Of(images.Lengths);
        if (given.Rank != 4 || given[1] != Height || given[2] != Width || given[3] != Channels)
            throw new ArgumentException($"The images are {given}; the model takes [rows, {Height}, {Width}, {Channels}] (rows, height, width, channels).", nameof(images));
        var dense = images.IsDense ? images : images.ToDenseTensor();
        using var evaluator = new Evaluator(Features, [.. Outputs.Select(o => o.Value)]);
        var (predictions, count, length) = (new List<ImagePrediction>(), (int)images.Lengths[0], Height * Width * Channels);
        for (var start = 0; start < count; start += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, count - start);
            var pixels = Dataset.Elements(dense).Slice(start * length, rows * length);
            var outputs = evaluator.Run([TensorData.Of(pixels, [rows, Height, Width, Channels])]);
            var probabilities = (float[])outputs[1].Elements;
            for (var row = 0; row < rows; row++) predictions.Add(new(outputs[0].LabelOf(row), probabilities[(row * Classes.Count)..((row + 1) * Classes.Count)]));
        }

        return predictions;
    }

    /// <summary>Predicts an image of any size: it is brought to the model's size and channels as <see cref="Fit"/> says.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The prediction.</returns>
    public ImagePrediction Predict(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var fitting = image.WithChannels(Channels).Resize(Width, Height, Fit);
        return Predict(Tensor.Create(fitting.Pixels.ToArray(), [1, Height, Width, Channels]))[0];
    }

    /// <summary>Compares predictions for images with their labels.</summary>
    /// <param name="images">Pixels [rows, height, width, channels] with labels in the order of <see cref="Model.Classes"/>.</param>
    /// <exception cref="ArgumentException">They do not fit the model.</exception>
    public Predictions Evaluate(Dataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var validator = new Validator<float>(this, loss: null);
        DatasetCheck.Fits(images, this, new CrossEntropyLoss());
        return validator.Run(images).Predictions!;
    }

    internal static ImageModel FromSpec(ImageSpec spec, Module? network) =>
        new(spec, network ?? ImageNetworks.Create(spec.Network!, spec.Channels, spec.Classes.Count, spec.Height, spec.Width), seed: 0);

    /// <summary>Images of a data set as the file takes them.</summary>
    internal Dataset ToInputs(Dataset images)
    {
        if (Axes == ImageAxes.Nhwc || Channels == 1 || images.Pixels is not { } pixels) return images;
        var from = Dataset.Elements(pixels);
        var plane = Height * Width;
        var planar = new byte[from.Length];
        for (var start = 0; start < from.Length; start += plane * Channels)
        {
            for (var i = 0; i < plane; i++)
            {
                for (var c = 0; c < Channels; c++) planar[start + (c * plane) + i] = from[start + (i * Channels) + c];
            }
        }

        return new(Tensor.Create(planar, [images.RowCount, Channels, Height, Width]), images.Labels, images.Classes);
    }

    private static ImageSpec SpecOf(Dataset train, IReadOnlyList<string> classes, string? network, ImageModelOptions? options)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(classes);
        options ??= new();
        if (train.Pixels is not { Rank: 4 } pixels)
            throw new ArgumentException($"The training images are {train.Inputs[0].ElementType.Text()}{train.Inputs[0].Shape}; they have to be bytes, [rows, height, width, channels].", nameof(train));
        if (train.Classes > classes.Count) throw new ArgumentException($"The training images have labels of {train.Classes} classes; {classes.Count} names were given.", nameof(classes));
        var channels = (int)pixels.Lengths[3];
        var (mean, deviation) = options is { Mean: not null, Deviation: not null } ? ([], []) : ImageStatistics.Of(Dataset.Elements(pixels), channels);
        var spec = new ImageSpec(
            network?.ToLowerInvariant(), (int)pixels.Lengths[1], (int)pixels.Lengths[2], channels, options.Axes, options.Fit, [.. classes], options.Mean ?? mean, options.Deviation ?? deviation);
        spec.Check();
        return spec;
    }
}
