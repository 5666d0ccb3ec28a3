using System.Numerics.Tensors;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// Images: input uint8 [batch, height, width, channels] or [batch, channels, height, width]. For the network they become a separate tensor,
/// float32 [batch, channels, height, width], with each channel normalized by the mean and standard deviation of the training images. In a
/// table, a column of paths.
/// </summary>
public sealed class ImageFeature : Feature
{
    private const int Longest = 1 << 16, MostElements = 1 << 30;
    private const double Most = byte.MaxValue;

    /// <summary>Creates a feature for a column of images.</summary>
    /// <param name="name">The column.</param>
    /// <param name="width">The width of the network's input in pixels.</param>
    /// <param name="height">The height of the network's input in pixels.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <exception cref="ArgumentException">A size is below 1 or too large.</exception>
    public ImageFeature(string name, int width, int height, int channels = 3)
        : base(name)
    {
        if (height < 1 || width < 1 || channels < 1)
            throw new ArgumentException(
                $"Width, height and channels of images must be at least 1, not {width} × {height} pixels and {channels} channels.");
        if (height > Longest || width > Longest || (long)height * width * channels > MostElements)
            throw new ArgumentException(
                $"Images of {width} × {height} pixels and {channels} channels are too large; a side may have at most {Longest} pixels, "
                    + $"and an image at most {MostElements} numbers.");
        (Width, Height, Channels) = (width, height, channels);
    }

    /// <summary>The width of the network's input in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of the network's input in pixels.</summary>
    public int Height { get; }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>The order of the axes of the file's input.</summary>
    public ImageAxes Axes { get; init; }

    /// <summary>How images of other sizes are resized.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>Whether the file takes images of any height and width, and resizes them itself.</summary>
    public bool AnySize { get; init; }

    /// <summary>
    /// What transparent pixels of image files are blended with; null for the background that the training images were read with, or white.
    /// </summary>
    public PixelColour? Background { get; init; }

    /// <summary>The mean to subtract from each channel, for pixels from 0 to 1; null for the mean of the training images.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>The standard deviation that each channel is divided by; null for that of the training images.</summary>
    public IReadOnlyList<double>? Deviation { get; init; }

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => ColumnKind.Categorical;

    /// <summary>The size that images are resized to; null if the file resizes them itself.</summary>
    internal (int Width, int Height)? Target => AnySize ? null : (Width, Height);

    /// <summary>What transparent pixels are blended with.</summary>
    internal PixelColour Under => Background ?? PixelColour.White;

    internal override string Kind => "image";

    internal override int RowWidth => 0;

    internal override bool IsTensor => true;

    internal override bool IsStoredRaw => !AnySize && Axes == ImageAxes.Nhwc;

    internal override Value ToInput() =>
        Value.Input(Name, ElementType.UInt8, AnySize ? ShapeOf("batch", "height", "width") : ShapeOf("batch", Height, Width));

    /// <summary>The shape of images in the order of the file's axes.</summary>
    internal Shape ShapeOf(Dimension rows, Dimension height, Dimension width) =>
        Axes == ImageAxes.Nhwc ? [rows, height, width, Channels] : [rows, Channels, height, width];

    internal override FeatureFit? NewFit()
    {
        if (Mean is null || Deviation is null) return new Statistics(this);
        Check();
        return null;
    }

    internal override TensorData Read(TableBlock rows) => ToRaw(Pixels(rows), rows.Count, Height, Width);

    internal override RowTensor Store(CsvTable table, ImagePaths? images)
    {
        var column = new ImageColumn(this, table, images);
        column.RequirePaths();
        return new ImageTensor(column, [.. Enumerable.Range(0, table.RowCount)]);
    }

    /// <summary>The images at the paths in a column, bytes [rows, height, width, channels].</summary>
    private byte[] Pixels(TableBlock rows)
    {
        var column = new ImageColumn(this, rows.Table, rows.Images);
        var pixels = new byte[checked(rows.Count * column.Length)];
        column.Read(rows.Count, row => rows.Start + row, pixels);
        return pixels;
    }

    internal override Value Encode(Value input) => ImageRows.Of(input, this);

    /// <summary>(x / 255 − mean) / deviation of each channel, computed as (x − 255 · mean) / (255 · deviation).</summary>
    internal override Value Enter(Value stored) =>
        (stored.Transpose(0, 3, 1, 2).Cast(ElementType.Float32) - OfChannels(Mean!)) / OfChannels(Deviation!);

    /// <summary>Pixels [rows, height, width, channels] in the order of the file's axes.</summary>
    internal TensorData ToRaw(ReadOnlySpan<byte> pixels, int rows, int height, int width)
    {
        var shape = ShapeOf(rows, height, width);
        if (Axes == ImageAxes.Nhwc || Channels == 1) return TensorData.Of(pixels, shape);
        var plane = height * width;
        var planar = new byte[pixels.Length];
        for (var start = 0; start < pixels.Length; start += plane * Channels)
        {
            for (var i = 0; i < plane; i++)
            {
                for (var c = 0; c < Channels; c++) planar[start + (c * plane) + i] = pixels[start + (i * Channels) + c];
            }
        }

        return TensorData.Of<byte>(planar, shape);
    }

    /// <summary>Pixels [rows, height, width, channels] as the input takes them.</summary>
    /// <exception cref="ArgumentException">The images have a size that the model does not take, no pixels, or other channels.</exception>
    internal override TensorData ToRaw(RowTensor images)
    {
        var given = Shape.Of(images.Lengths);
        var fits =
            images.ElementType == ElementType.UInt8
            && given.Rank == 4
            && given[3] == Channels
            && (AnySize ? given[1].Size > 0 && given[2].Size > 0 : given[1] == Height && given[2] == Width);
        return fits
            ? ToRaw(images.Bytes, (int)given[0].Size, (int)given[1].Size, (int)given[2].Size)
            : throw new ArgumentException(
                AnySize
                    ? $"The images are {images}; the model takes [rows, height, width, {Channels}] with a height and a width of 1 or more."
                    : $"The images are {images}; the model takes [rows, {Height}, {Width}, {Channels}] (rows, height, width, channels).",
                nameof(images));
    }

    internal override string Describe() =>
        Invariant($"image, {Width} × {Height} pixels, ")
            + (Channels == 1 ? "grey" : Channels == 3 ? "colour" : Invariant($"{Channels} channels"))
            + (AnySize ? ", resized in the file" : "");

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("height", Height);
        json.WriteNumber("width", Width);
        json.WriteNumber("channels", Channels);
        json.WriteString("axes", Axes.ToString());
        json.WriteString("fit", Fit.ToString());
        SpecJson.WriteNumbers(json, "mean", Mean!);
        SpecJson.WriteNumbers(json, "deviation", Deviation!);
        if (AnySize) json.WriteBoolean("any_size", true);
        json.WriteString("background", Under.ToString());
    }

    internal static ImageFeature Read(string name, JsonElement json) => Read(name, json, "any_size");

    internal static ImageFeature Read(string name, JsonElement json, string anySize)
    {
        var image = new ImageFeature(
            name, json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32(), json.GetProperty("channels").GetInt32())
        {
            Axes = SpecJson.Enum<ImageAxes>(json.GetProperty("axes")),
            Fit = SpecJson.Enum<ImageFit>(json.GetProperty("fit")),
            Mean = SpecJson.Numbers(json.GetProperty("mean")),
            Deviation = SpecJson.Numbers(json.GetProperty("deviation")),
            AnySize = json.TryGetProperty(anySize, out var any) && any.GetBoolean(),
            Background = ReadBackground(json),
        };
        image.Check();
        return image;
    }

    /// <summary>Earlier versions blended with black, and did not say so.</summary>
    private static PixelColour ReadBackground(JsonElement json) =>
        !json.TryGetProperty("background", out var text) ? PixelColour.Black
        : PixelColour.TryParse(SpecJson.Text(text), out var colour) ? colour
        : throw new FormatException($"'{SpecJson.Text(text)}' is not a colour.");

    /// <summary>
    /// The feature with the mean and standard deviation of images, pixels [rows, height, width, channels], unless they are set.
    /// </summary>
    internal override ImageFeature Learned(IRowSource images, int column)
    {
        if (Mean is not null && Deviation is not null) return With([], []);
        var statistics = new ImageStatistics(Channels);
        RowScan.Run(images, [column], (block, _, rows) => statistics.Add(block.Values<byte>(0)[..(rows * block.RowBytes(0))]));
        var (mean, deviation) = statistics.Finish();
        return With(mean, deviation);
    }

    /// <summary>The feature with the mean and standard deviation of the training images, unless they are set.</summary>
    private ImageFeature With(IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        var image = new ImageFeature(Name, Width, Height, Channels)
        {
            Axes = Axes, Fit = Fit, AnySize = AnySize, Mean = Mean ?? mean, Deviation = Deviation ?? deviation, Background = Background,
        };
        image.Check();
        return image;
    }

    /// <exception cref="ArgumentException">Mean or standard deviation is invalid.</exception>
    private void Check()
    {
        if (Mean!.Count != Channels || Deviation!.Count != Channels)
            throw new ArgumentException(
                $"{Mean.Count} means and {Deviation!.Count} deviations were given; the images have {Channels} channels.");
        if (!Mean.All(double.IsFinite) || !Deviation.All(d => double.IsFinite(d) && (float)d > 0))
            throw new ArgumentException("Means must be finite, and deviations finite and above 0.");
    }

    private static Value OfChannels(IReadOnlyList<double> numbers) =>
        Value.Constant<float>([.. numbers.Select(n => (float)(Most * n))], [numbers.Count, 1, 1]);

    private sealed class Statistics(ImageFeature feature) : FeatureFit
    {
        private readonly ImageStatistics _statistics = new(feature.Channels);

        public override void Add(TableBlock rows) => _statistics.Add(feature.Pixels(rows));

        public override Feature Finish()
        {
            var (mean, deviation) = _statistics.IsEmpty ? throw MissingFeature.Of(feature.Name) : _statistics.Finish();
            return feature.With(mean, deviation);
        }
    }
}
