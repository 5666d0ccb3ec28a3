using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// Random changes of training images, so that a network sees different images in each epoch. Shift, flip, rotation, crop and deformation
/// are combined into one map from pixels to positions in the image, whose values are interpolated only once; positions outside the image
/// have the value <see cref="Fill"/>. The changes of an image depend only on the seed, the epoch and its position in the epoch, not on the
/// number of threads.
/// </summary>
/// <remarks>
/// Byte images are [rows, height, width, channels], and number images [rows, channels, height, width]; without an axis of channels there is
/// one channel. Rows without these axes, [rows, features], have the same layout and need <see cref="Height"/> and <see cref="Width"/>.
/// </remarks>
public sealed record ImageAugmentation
{
    /// <summary>
    /// The maximum shift in whole pixels, in either direction: the same as padding the image by this many pixels on each side, followed by
    /// a random crop to the original size.
    /// </summary>
    public int Shift { get; init => field = value >= 0 ? value : throw Not(nameof(Shift), value, "at least 0"); }

    /// <summary>Whether half of the images are flipped horizontally.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>The maximum rotation about the center in degrees, in either direction.</summary>
    public double Rotation
    {
        get;
        init => field = value is >= 0 and <= 180 ? value : throw Not(nameof(Rotation), value, "from 0 to 180 degrees");
    }

    /// <summary>
    /// The minimum area of a random crop, as a fraction of the image, which is resized to the full size. The area is uniform up to 1, and
    /// the aspect ratio log-uniform from 3/4 to 4/3 of the image's (Szegedy et al., 2015, «Going deeper with convolutions»). 1 for no crop.
    /// </summary>
    public double CropArea
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw Not(nameof(CropArea), value, "above 0 and at most 1");
    } = 1;

    /// <summary>An elastic deformation; null for none.</summary>
    public ElasticDeformation? Elastic { get; init; }

    /// <summary>
    /// The side of the square, in pixels, that is filled around a random pixel of the image (DeVries and Taylor, 2017, «Improved
    /// Regularization of Convolutional Neural Networks with Cutout»); 0 for none.
    /// </summary>
    public int Cutout { get; init => field = value >= 0 ? value : throw Not(nameof(Cutout), value, "at least 0"); }

    /// <summary>
    /// α of mixup (Zhang et al., 2018, «mixup: Beyond Empirical Risk Minimization»): for each batch a share λ is drawn from Beta(α, α).
    /// Each image becomes λ · itself + (1 − λ) · another image of the batch, and the loss becomes λ · L(its target) + (1 − λ) · L(the
    /// other's target), which for cross-entropy is the loss against mixed probabilities. 0.1 to 0.4 is usual for large data sets; 0 for
    /// none.
    /// </summary>
    public double Mixup
    {
        get;
        init => field = value is 0 or (>= 0.01 and <= 100) ? value : throw Not(nameof(Mixup), value, "0, or from 0.01 to 100");
    }

    /// <summary>The value outside the image; for byte images from 0 to 255.</summary>
    public float Fill { get; init => field = float.IsFinite(value) ? value : throw Not(nameof(Fill), value, "finite"); }

    /// <summary>The height of images, if the shape of the rows does not give it.</summary>
    public int? Height { get; init => field = value is null or > 0 ? value : throw Not(nameof(Height), value, "positive"); }

    /// <summary>The width of images, if the shape of the rows does not give it.</summary>
    public int? Width { get; init => field = value is null or > 0 ? value : throw Not(nameof(Width), value, "positive"); }

    /// <summary>Returns one changed image, to show the effect of the settings; mixup is not applied.</summary>
    /// <param name="image">The image, which is not changed.</param>
    /// <param name="seed">The seed of a run.</param>
    /// <param name="number">The number of the random change.</param>
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

    /// <summary>The settings as text, such as <c>shift 2, elastic 34 4</c>.</summary>
    /// <returns>All settings that affect the numbers.</returns>
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
        new(name, value, $"Must be {wanted}.");
}
