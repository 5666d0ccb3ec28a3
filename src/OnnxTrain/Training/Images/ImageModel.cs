using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// A classifier of images. Its file takes pixels as they are, bytes of one size: the change of layout, scaling and normalization by the
/// training images' mean and deviation are part of the graph, and the classes' names are the labels. Input <c>image</c>, uint8 [batch,
/// height, width, channels] or, as
/// <see cref="ImageModelOptions.Axes"/> says, [batch, channels, height, width]; outputs <c>label</c> [batch] and <c>probabilities</c>
/// [batch, classes]. With
/// <see cref="ImageModelOptions.AnySize"/> the file takes images of any size and resizes them itself.
/// </summary>
public sealed class ImageModel : Model
{
    private const int RowsAtOnce = 64, ElementsAtOnce = 1 << 24;

    private ImageModel(ImageSpec spec, Module network, ulong seed, Action<IReadOnlyList<Variable>>? beforeMemory = null)
        : base(
            new ImageNetwork(spec, network),
            [Value.Input("image", ElementType.UInt8, spec.InputShape)],
            new ClassificationHead(spec.Classes),
            ImageRows.AreNeeded(spec) ? new ImageRows(spec) : null,
            beforeMemory: beforeMemory)
    {
        Spec = spec;
        Metadata[ImageSpec.MetadataKey] = spec.ToJson();
        Metadata["classes"] = string.Join(",", spec.Classes);
        Metadata["image"] = (spec.AnySize ? "any size, resized in the file to " : "")
            + Invariant($"{spec.Width} × {spec.Height} pixels, ")
            + (spec.Channels == 1 ? "grey" : spec.Channels == 3 ? "red, green and blue" : Invariant($"{spec.Channels} channels"))
            + ", 0 to 255";
        Initialize(seed);
    }

    /// <summary>Lines of an image as the network takes it.</summary>
    public int Height => Spec.Height;

    /// <summary>Pixels of a line as the network takes it.</summary>
    public int Width => Spec.Width;

    /// <summary>Channels of an image.</summary>
    public int Channels => Spec.Channels;

    /// <summary>The axes of the file's input.</summary>
    public ImageAxes Axes => Spec.Axes;

    /// <summary>How images of other sizes are brought to the model's.</summary>
    public ImageFit Fit => Spec.Fit;

    /// <summary>Whether the file takes images of any height and width, and resizes them itself.</summary>
    public bool AnySize => Spec.AnySize;

    /// <summary>The name of its network among <see cref="ImageNetworks"/>; null for one of the user's own.</summary>
    public string? Network => Spec.Network;

    internal ImageSpec Spec { get; }

    /// <summary>A model with a ready network.</summary>
    /// <param name="train">The training images, pixels [rows, height, width, channels], which are read once; size, channels, mean and
    /// deviation are theirs.</param>
    /// <param name="classes">The names of the classes; if all are whole numbers, <c>label</c> is int64, else string.</param>
    /// <param name="network">The network's name, one of <see cref="ImageNetworks.Names"/>.</param>
    /// <param name="options">Layout and normalization.</param>
    /// <exception cref="ArgumentException">The data are no images of bytes with so many classes, or there is no such network for
    /// them.</exception>
    public static ImageModel Classifier(
        IRowSource train, IReadOnlyList<string> classes, string network = "cnn", ImageModelOptions? options = null)
    {
        var spec = SpecOf(train, classes, network, options);
        return new(spec, ImageNetworks.Create(network, spec.Channels, classes.Count, spec.Height, spec.Width), options?.Seed ?? 0);
    }

    /// <summary>A model with a network of one's own.</summary>
    /// <param name="train">The training images, pixels [rows, height, width, channels], which are read once; size, channels, mean and
    /// deviation are theirs.</param>
    /// <param name="classes">The names of the classes; if all are whole numbers, <c>label</c> is int64, else string.</param>
    /// <param name="network">Yields logits [batch, classes] from normalized images, float32 [batch, channels, height, width].</param>
    /// <param name="options">Layout and normalization.</param>
    /// <exception cref="ArgumentException">The data are no images of bytes with so many classes.</exception>
    public static ImageModel Classifier(IRowSource train, IReadOnlyList<string> classes, Module network, ImageModelOptions? options = null)
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
    /// <param name="images">Pixels [rows, height, width, channels], whatever the axes of the file are; of the model's size, or of any if it
    /// takes <see cref="AnySize"/>.</param>
    /// <returns>One prediction for each image, in order.</returns>
    /// <exception cref="ArgumentException">They are of another size that the model does not take, have no pixels, or have other
    /// channels.</exception>
    public IReadOnlyList<ImagePrediction> Predict(Tensor<byte> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var (height, width) = SizeOf(images);
        var pixels = Dataset.Elements(ToInputs(images.IsDense ? images : images.ToDenseTensor()));
        using var evaluator = new Evaluator(Inputs, [.. Outputs.Select(o => o.Value)]);
        var (predictions, count, length) = (new List<ImagePrediction>(), (int)images.Lengths[0], height * width * Channels);
        var atOnce = AnySize ? Math.Clamp(ElementsAtOnce / length, 1, RowsAtOnce) : RowsAtOnce;
        for (var start = 0; start < count; start += atOnce)
        {
            var rows = Math.Min(atOnce, count - start);
            var outputs = evaluator.Run([TensorData.Of(pixels.Slice(start * length, rows * length), Spec.ShapeOf(rows, height, width))]);
            var probabilities = (float[])outputs[1].Elements;
            for (var row = 0; row < rows; row++)
                predictions.Add(new(outputs[0].LabelOf(row), probabilities[(row * Classes.Count)..((row + 1) * Classes.Count)]));
        }

        return predictions;
    }

    /// <summary>Predicts an image of any size: it is brought to the model's size and channels as <see cref="Fit"/> says.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The prediction.</returns>
    public ImagePrediction Predict(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var fitting = image.WithChannels(Channels);
        if (!AnySize) fitting = fitting.Resize(Width, Height, Fit);
        return Predict(Tensor.Create(fitting.Pixels.ToArray(), [1, fitting.Height, fitting.Width, Channels]))[0];
    }

    /// <summary>Compares predictions for images with their labels.</summary>
    /// <param name="images">Pixels [rows, height, width, channels] of the model's size, with labels in the order of
    /// <see cref="Model.Classes"/>.</param>
    /// <exception cref="ArgumentException">They do not fit the model.</exception>
    public Predictions Evaluate(IRowSource images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var validator = new Validator<float>(this, loss: null);
        DatasetCheck.Fits(images, this, new CrossEntropyLoss());
        return validator.Run(images).Predictions!;
    }

    /// <param name="spec">What the model is.</param>
    /// <param name="network">Its network, if it is one of the user's own.</param>
    /// <param name="beforeMemory">Told its variables before they get memory.</param>
    internal static ImageModel FromSpec(ImageSpec spec, Module? network, Action<IReadOnlyList<Variable>>? beforeMemory = null) =>
        new(
            spec, network ?? ImageNetworks.Create(spec.Network!, spec.Channels, spec.Classes.Count, spec.Height, spec.Width), seed: 0,
            beforeMemory);

    /// <summary>Images of rows as the file takes them.</summary>
    internal RowTensor ToInputs(RowTensor images) =>
        images.ElementType == ElementType.UInt8 && images.Lengths.Length == 4 ? ToInputs(images.As<byte>()) : images;

    /// <summary>Pixels [rows, height, width, channels] in the order of the file's axes.</summary>
    private Tensor<byte> ToInputs(Tensor<byte> pixels)
    {
        if (Axes == ImageAxes.Nhwc || pixels.Lengths[3] != Channels) return pixels;
        var from = Dataset.Elements(pixels);
        var (height, width) = ((int)pixels.Lengths[1], (int)pixels.Lengths[2]);
        var plane = height * width;
        var planar = new byte[from.Length];
        for (var start = 0; start < from.Length; start += plane * Channels)
        {
            for (var i = 0; i < plane; i++)
            {
                for (var c = 0; c < Channels; c++) planar[start + (c * plane) + i] = from[start + (i * Channels) + c];
            }
        }

        return Tensor.Create(planar, [pixels.Lengths[0], Channels, height, width]);
    }

    /// <summary>Height and width of images [rows, height, width, channels].</summary>
    /// <exception cref="ArgumentException">The model does not take them.</exception>
    private (int Height, int Width) SizeOf(Tensor<byte> images)
    {
        var given = Shape.Of(images.Lengths);
        var fits =
            given.Rank == 4
            && given[3] == Channels
            && (AnySize ? given[1].Size > 0 && given[2].Size > 0 : given[1] == Height && given[2] == Width);
        return fits
            ? ((int)given[1].Size, (int)given[2].Size)
            : throw new ArgumentException(
                AnySize
                    ? $"The images are {given}; the model takes [rows, height, width, {Channels}] with a height and a width of 1 or more."
                    : $"The images are {given}; the model takes [rows, {Height}, {Width}, {Channels}] (rows, height, width, channels).",
                nameof(images));
    }

    private static ImageSpec SpecOf(IRowSource train, IReadOnlyList<string> classes, string? network, ImageModelOptions? options)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(classes);
        options ??= new();
        var roles = new RowRoles(train);
        if (roles.Features is not [{ ElementType: ElementType.UInt8, RowShape: { Rank: 3 } shape }, ..])
            throw new ArgumentException(
                $"The training images are {roles.Features.FirstOrDefault()?.Text(roles.RowCount)}; they have to be bytes, [rows, height, "
                    + "width, channels].", nameof(train));
        if (roles.Label?.Classes > classes.Count)
            throw new ArgumentException(
                $"The training images have labels of {roles.Label.Classes} classes; {classes.Count} names were given.", nameof(classes));
        var channels = (int)shape[2].Size;
        var (mean, deviation) = options is { Mean: not null, Deviation: not null }
            ? ([], [])
            : ImageStatistics.Of(train, roles.Places[0], channels);
        var spec = new ImageSpec(
            network?.ToLowerInvariant(),
            (int)shape[0].Size,
            (int)shape[1].Size,
            channels, options.Axes, options.Fit,
            [.. classes],
            options.Mean ?? mean, options.Deviation ?? deviation, options.AnySize);
        spec.Check();
        return spec;
    }
}
