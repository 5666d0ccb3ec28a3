using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// Changes images at random each time that a network is trained on them, so that it sees others in each epoch. Shift, flip, rotation, crop
/// and deformation together are one map from pixels to places in the image, whose values are interpolated once; what lies outside is
/// <see cref="Fill"/>. An image's change depends on the seed, the epoch and its place in the epoch alone, whatever the number of threads.
/// </summary>
/// <remarks>
/// Images of bytes are [rows, height, width, channels], those of numbers [rows, channels, height, width]; without an axis of channels there
/// is one. Rows without such axes, [rows, features], are laid out alike and need <see cref="Height"/> and <see cref="Width"/>.
/// </remarks>
public sealed record ImageAugmentation
{
    /// <summary>
    /// The most whole pixels that an image is moved, in either direction. The same as to pad it by so many on each side and to cut the size
    /// out at random.
    /// </summary>
    public int Shift { get; init => field = value >= 0 ? value : throw Not(nameof(Shift), value, "at least 0"); }

    /// <summary>Whether left and right are exchanged in half of the images.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>The most degrees that an image is turned about its middle, in either direction.</summary>
    public double Rotation
    {
        get;
        init => field = value is >= 0 and <= 180 ? value : throw Not(nameof(Rotation), value, "from 0 to 180 degrees");
    }

    /// <summary>
    /// The least part of an image's area that is cut out and brought to the full size, the part being uniform up to 1 and its sides' ratio
    /// log-uniform from 3/4 to 4/3 of the image's (Szegedy et al., 2015, «Going deeper with convolutions»); 1 for none.
    /// </summary>
    public double CropArea
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw Not(nameof(CropArea), value, "above 0 and at most 1");
    } = 1;

    /// <summary>An elastic deformation; null for none.</summary>
    public ElasticDeformation? Elastic { get; init; }

    /// <summary>
    /// The side of a square, in pixels, that is filled, its middle being any pixel of the image (DeVries and Taylor, 2017, «Improved
    /// Regularization of Convolutional Neural Networks with Cutout»); 0 for none.
    /// </summary>
    public int Cutout { get; init => field = value >= 0 ? value : throw Not(nameof(Cutout), value, "at least 0"); }

    /// <summary>
    /// α of mixing images (Zhang et al., 2018, «mixup: Beyond Empirical Risk Minimization»): for each batch a share λ is drawn from Beta(α,
    /// α), each image becomes λ of its own and 1 − λ of another of the batch, and the loss becomes λ · L(own answer) + (1 − λ) · L(the
    /// other's), which for cross-entropy is the loss against mixed probabilities. 0.1 to 0.4 is usual for large sets; 0 for none.
    /// </summary>
    public double Mixup
    {
        get;
        init => field = value is 0 or (>= 0.01 and <= 100) ? value : throw Not(nameof(Mixup), value, "0, or from 0.01 to 100");
    }

    /// <summary>The value of what lies outside of the image; for bytes from 0 to 255.</summary>
    public float Fill { get; init => field = float.IsFinite(value) ? value : throw Not(nameof(Fill), value, "finite"); }

    /// <summary>The height of images whose rows do not say it.</summary>
    public int? Height { get; init => field = value is null or > 0 ? value : throw Not(nameof(Height), value, "positive"); }

    /// <summary>The width of images whose rows do not say it.</summary>
    public int? Width { get; init => field = value is null or > 0 ? value : throw Not(nameof(Width), value, "positive"); }

    /// <summary>One changed image, to look at what the settings do; it is not mixed with others.</summary>
    /// <param name="image">The image, which stays as it is.</param>
    /// <param name="seed">The seed of a run.</param>
    /// <param name="number">Which of the changes that there are.</param>
    /// <returns>An image of the same size.</returns>
    public PixelImage Apply(PixelImage image, ulong seed = 0, int number = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        byte[] pixels = [.. image.Pixels];
        new ImageWarp(this, new(image.Height, image.Width, image.Channels, IsPlanar: false)).Apply(
            pixels.AsSpan(), ImageWarp.Random(seed, 0, number));
        return new(image.Width, image.Height, image.Channels, pixels) { FileDepth = image.FileDepth };
    }

    /// <summary>The changes in words, such as <c>shift 2, elastic 34 4</c>.</summary>
    /// <returns>All that the numbers depend on.</returns>
    public override string ToString()
    {
        List<string> parts = [];
        if (Shift > 0) parts.Add(Invariant($"shift {Shift}"));
        if (HorizontalFlip) parts.Add("flip");
        if (Rotation > 0) parts.Add(Text($"rotation {Rotation:R}"));
        if (CropArea < 1) parts.Add(Text($"crop {CropArea:R}"));
        if (Elastic is { } elastic) parts.Add(Text($"elastic {elastic.Alpha:R} {elastic.Sigma:R}"));
        if (Cutout > 0) parts.Add(Invariant($"cutout {Cutout}"));
        if (Mixup > 0) parts.Add(Text($"mixup {Mixup:R}"));
        if (Fill != 0) parts.Add(Text($"fill {Fill:R}"));
        if (Height is not null || Width is not null) parts.Add(Invariant($"size {Height} × {Width}"));
        return parts.Count > 0 ? string.Join(", ", parts) : "none";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ArgumentOutOfRangeException Not(string name, object? value, string wanted) =>
        new(name, value, $"It has to be {wanted}.");
}
