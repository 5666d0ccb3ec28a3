using System.CommandLine;
using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that are for images alone.</summary>
internal sealed class ImageOptions
{
    private readonly Option<string?> _idx = Options.Text(
        "--idx", "FOLDER",
        "Train on the four files of MNIST, or of a data set like it, gzipped or not, instead of DATA; the test images are the validation "
            + "images.");

    private readonly Option<string?> _cifar = Options.Text(
        "--cifar", "FOLDER",
        "Train on the binary files of CIFAR-10 or CIFAR-100 instead of DATA; the test images are the validation images.");

    private readonly Option<(int, int)?> _size = Options.Parsed<(int, int)?>(
        "--image-size", "SIZE",
        "Resize all images to this size: 64 for squares, or 64x48 for width and height. Default: the size of the images, if they "
            + "all have the same.",
        Size, "a size in pixels from 1 to 8192, such as 64, or 64x48 for width and height");

    private readonly Option<bool> _grey = Options.Flag("--grey", "Convert all images to grey. Default: grey if all images are.");

    private readonly Option<bool> _colour = Options.Flag("--colour", "Convert all images to three channels of colour.");

    private readonly Option<ImageFit?> _fit = Options.Choice(
        "--fit",
        "How images of other proportions are resized: stretched, cropped at the edges, or padded with black. Default: stretch.",
        ("stretch", ImageFit.Stretch),
        ("crop", ImageFit.Crop),
        ("pad", ImageFit.Pad));

    private readonly Option<BadImages?> _onBadImage = OnBadImage();

    private readonly Option<PixelColour?> _background = Options.Parsed<PixelColour?>(
        "--background", "COLOUR", "What transparent pixels are blended with: white, black, or as in #ff8000. Default: white.",
        text => PixelColour.TryParse(text, out var colour) ? colour : null, "white, black, or six hexadecimal digits, such as #ff8000");

    private readonly Option<long?> _maxPixels = MaxPixelsOption();

    private readonly Option<int?> _cache = Options.Parsed<int?>(
        "--image-cache", "MB",
        $"The megabytes of decoded images to keep in memory; the others are decoded again in each epoch. Default: "
            + $"{ImageRequest.DefaultCacheBytes >> 20}.",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) ? megabytes : null,
        "a whole number of megabytes, such as 1024, or 0");

    private readonly Option<AugmentRequest?> _augment = Options.Parsed(
        "--augment", "CHANGES",
        "Change images at random each time they are used: shift (pixels), flip (left and right), rotation (degrees), crop (least part of "
            + "the area), elastic (strength/smoothness), cutout (pixels), mixup (alpha). Separate several by commas; = and a number "
            + "replaces a default: shift=2,rotation=15,elastic=34/4. Default: none.",
        AugmentRequest.Parse,
        "shift, flip, rotation, crop, elastic, cutout or mixup, several separated by commas, each with = and a number if needed, such as "
            + "shift=2,flip,crop=0.7");

    private readonly Option<ImageAxes?> _layout = Options.Choice(
        "--layout", "The axes of the file's input: batch, height, width, channels; or batch, channels, height, width. Default: nhwc.",
        ("nhwc", ImageAxes.Nhwc), ("nchw", ImageAxes.Nchw));

    private readonly Option<bool> _anySize = Options.Flag(
        "--any-size",
        "Let the file take images of any height and width, which it resizes as the training images are. The images of one batch have the "
            + "same size.");

    private readonly Option<string?> _model = Options.Parsed(
        "--model", string.Join('|', ImageNetworks.Names),
        "The network that looks at images. Default: that of --from; otherwise cnn for images up to 32 pixels high and wide, compactcnn for "
            + "larger ones.",
        text => ImageNetworks.Names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)),
        $"one of {string.Join(", ", ImageNetworks.Names)}");

    private readonly Option<string?> _from = Options.Text(
        "--from", "FILE",
        "Start with the weights of an .onnx or .safetensors file, by their names. All but the last layer must fit. An .onnx file of this "
            + "tool also gives network, size and normalization; so do torchvision's ResNet and MobileNetV2 of ImageNet.");

    private readonly Option<bool> _allowMissing = Options.Flag(
        "--allow-missing", "Start with new weights where the file of --from has none that fit, besides the last layer.");

    private readonly Option<string[]> _freeze = Options.Texts(
        "--freeze", "PREFIXES",
        "Do not train the parameters whose names start with these, such as conv1, separated by commas; loaded stands for all that came "
            + "from the file of --from. Default: all are trained.");

    private readonly Option<Normalization?> _normalization = Options.Choice(
        "--normalization",
        "The mean and deviation that pixels are normalized by: those of the training images, or of ImageNet. Default: what the weights of "
            + "--from were trained with, otherwise data.",
        ("data", Normalization.Data), ("imagenet", Normalization.ImageNet));

    public HelpSection Data => new(
        "Images", _idx, _cifar, _size, _grey, _colour, _fit, _background, _onBadImage, _maxPixels, _cache, _augment, _layout, _anySize);

    public HelpSection Network => new("Network for images", _model, _from, _allowMissing, _freeze, _normalization);

    public IEnumerable<Option> All => [.. Data.Options, .. Network.Options];

    /// <summary>Those that name the data.</summary>
    public IEnumerable<Option> Sources => [_idx, _cifar];

    /// <summary>What happens at bad files.</summary>
    public static Option<BadImages?> OnBadImage() => Options.Choice(
        "--on-bad-image", "What to do about a file that is truncated, damaged, empty or not an image. Default: stop.",
        ("stop", BadImages.Stop), ("skip", BadImages.Skip));

    /// <summary>The limit of pixels.</summary>
    public static Option<long?> MaxPixelsOption() => Options.Parsed<long?>(
        "--max-pixels", "N",
        $"The most pixels of an image file; larger ones count as bad, since they may take minutes to decode. Default: "
            + $"{new SkiaDecoder().MaxPixels.ToString(CultureInfo.InvariantCulture)}.",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : null,
        "a whole number, such as 100000000");

    /// <summary>Whether a name is that of images: a folder.</summary>
    public static bool AreImages(string? data) => data is not null && Directory.Exists(data);

    /// <summary>The folder with the images.</summary>
    /// <exception cref="ToolException">There are several.</exception>
    public string FolderOf(ParseResult arguments, string? data)
    {
        var (idx, cifar) = (arguments.GetValue(_idx), arguments.GetValue(_cifar));
        string[] all = [.. new[] { data, idx, cifar }.OfType<string>()];
        return all.Length == 1
            ? all[0]
            : throw new ToolException(
                $"There are {all.Length} sets of images to train on: {string.Join(", ", all)}.", "Name one: a folder, --idx or --cifar.");
    }

    /// <summary>Where the images come from.</summary>
    public DataKind KindOf(ParseResult arguments) =>
        arguments.GetValue(_idx) is not null ? DataKind.Idx
        : arguments.GetValue(_cifar) is not null ? DataKind.Cifar
        : DataKind.Folder;

    public ImageRequest Request(ParseResult arguments)
    {
        var (grey, colour) = (arguments.GetValue(_grey), arguments.GetValue(_colour));
        if (grey && colour) throw new ToolException("--grey and --colour contradict each other.", "Leave one of them out.");
        return new()
        {
            Given = [.. All.Where(option => arguments.GetResult(option) is { Implicit: false }).Select(option => option.Name)],
            Network = arguments.GetValue(_model),
            Size = arguments.GetValue(_size),
            Channels = grey ? ImageChannels.Grey : colour ? ImageChannels.Colour : ImageChannels.Auto,
            Fit = arguments.GetValue(_fit),
            OnBadImage = arguments.GetValue(_onBadImage) ?? BadImages.Stop,
            Background = arguments.GetValue(_background) ?? PixelColour.White,
            MaxPixels = arguments.GetValue(_maxPixels),
            CacheBytes = arguments.GetValue(_cache) is { } megabytes ? (long)megabytes << 20 : ImageRequest.DefaultCacheBytes,
            Augment = arguments.GetValue(_augment),
            Axes = arguments.GetValue(_layout) ?? ImageAxes.Nhwc,
            AnySize = arguments.GetValue(_anySize),
            From = arguments.GetValue(_from),
            AllowMissing = arguments.GetValue(_allowMissing),
            Normalization = arguments.GetValue(_normalization),
            Freeze =
            [
                .. (arguments.GetValue(_freeze) ?? []).SelectMany(text =>
                    text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
            ],
        };
    }

    private static (int, int)? Size(string text)
    {
        const int most = 8192;
        var parts = text.Split('x', 'X', '×');
        var sides = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sides[i]) || sides[i] is < 1 or > most)
                return null;
        }

        return sides.Length > 2 ? null : (sides[0], sides[^1]);
    }
}
