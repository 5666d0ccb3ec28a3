using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// A folder with one subfolder per class, which holds the images of the class, also in deeper subfolders. The rows have the columns
/// <c>image</c>, bytes [height, width, channels], <c>label</c>, and <c>file</c>, the path within the folder. Images are decoded each time
/// they are read, on all threads, and not kept in memory; <see cref="RowViews.Cache"/> keeps those that fit under a limit.
/// </summary>
public sealed class ImageFolder : IRowSource
{
    private readonly ImageFolderOptions _options;
    private readonly ImageFile[] _files;

    private ImageFolder(
        string folder, ImageFolderOptions options, IReadOnlyList<string> classes, ImageFile[] files,
        (int Width, int Height, int Channels) size, ImageReport report)
    {
        (Folder, _options, Classes, _files, Report) = (folder, options, classes, files, report);
        (Width, Height, Channels) = size;
        Columns =
        [
            new("image", ElementType.UInt8, Shape.Of([Height, Width, Channels]))
            {
                Role = RowRole.Feature, Background = options.Background,
            },
            new("label", ElementType.Int64, Shape.Scalar) { Role = RowRole.Target, Classes = classes.Count },
            new("file", ElementType.String, Shape.Scalar),
        ];
    }

    /// <summary>The folder that contains the class folders.</summary>
    public string Folder { get; }

    /// <summary>The class names, in the order of the labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The path of each image within the folder, with '/'.</summary>
    public IReadOnlyList<string> Files => [.. _files.Select(file => file.Name)];

    /// <summary>The files that were skipped or are converted when read, and why.</summary>
    public ImageReport Report { get; }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 3 for colour.</summary>
    public int Channels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <inheritdoc/>
    public long? RowCount => _files.Length;

    /// <inheritdoc/>
    public bool IsRandomAccess => true;

    /// <summary>
    /// Lists a folder and decodes each of its files once, on all threads, to check it; the pixels are not kept. Folders and files are
    /// processed in ordinal order, so that the result is the same everywhere. Passed over are names that begin with a dot, files of file
    /// managers such as <c>Thumbs.db</c>, pipes, sockets and devices, and links to a folder that they are in.
    /// </summary>
    /// <param name="folder">The folder that contains the class folders.</param>
    /// <param name="options">The decoders, the size, the channels, and what to do with files that cannot be used.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <returns>The images that can be used, and a report on the files.</returns>
    /// <exception cref="DataException">The folder does not exist or has no images; or a file cannot be used and
    /// <see cref="ImageFolderOptions.OnBadImage"/> is <see cref="BadImages.Stop"/>. A file that can no longer be read when its row is read
    /// also throws, regardless of that option.</exception>
    /// <exception cref="ArgumentException">There are no decoders, or an image of the given size does not fit in an array.</exception>
    /// <exception cref="NotSupportedException">A decoder cannot be used on this system.</exception>
    /// <exception cref="OperationCanceledException">The listing was cancelled.</exception>
    public static ImageFolder Open(
        string folder, ImageFolderOptions options, IProgress<ImageFolderProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        ImageDecoders.RequireDecoders(options.Decoders);
        RequireRoom(options.Width ?? 1, options.Height ?? 1);
        var listing = ImageListing.Of(folder, options);
        var check = new ImageFolderCheck(folder, listing.Files, options, progress);
        check.Run(cancellationToken);
        return Of(folder, listing, check, options);
    }

    /// <inheritdoc/>
    public IRowReader Open(ReadOnlySpan<int> columns) => new ImageFolderReader(this, _options, _files, columns.ToArray());

    /// <summary>A hash of the names and bytes of the files, and of the settings.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var form = Invariant($"{Width} × {Height} × {Channels} {_options.Fit} {_options.Background} of {Classes.Count} classes\n");
        hash.AppendData(Encoding.UTF8.GetBytes(form));
        foreach (var file in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Invariant($"{file.Name} {file.Label}\n")));
            hash.AppendData(SHA256.HashData(DataFile.ReadAll(Path.Combine(Folder, file.Name))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <exception cref="ArgumentException">An image of this size does not fit in an array.</exception>
    internal static void RequireRoom(int width, int height)
    {
        if ((long)width * height <= Array.MaxLength / 3) return;
        throw new ArgumentException(
            $"Images of {width} × {height} pixels are too large: one does not fit in an array of {Array.MaxLength:N0} bytes. Choose a "
                + "smaller size.");
    }

    private static ImageFolder Of(string folder, ImageListing listing, ImageFolderCheck check, ImageFolderOptions options)
    {
        int[] used = [.. Enumerable.Range(0, listing.Files.Count).Where(i => check.Issues[i] is null)];
        if (used.Length == 0)
        {
            throw new DataException(
                $"None of the {listing.Files.Count} files in '{Path.GetFullPath(folder)}' is an image that can be used. " +
                check.Issues.FirstOrDefault(i => i is not null)?.Message);
        }

        var channels = options.Channels switch
        {
            ImageChannels.Grey => 1,
            ImageChannels.Colour => 3,
            _ => used.Any(i => check.WasColour[i]) ? 3 : 1,
        };
        var issues = new List<ImageIssue>(listing.Issues);
        for (var i = 0; i < listing.Files.Count; i++)
        {
            if (check.Issues[i] is { } skipped) issues.Add(skipped);
            else AddNotes(issues, listing.Files[i].Name, check.WasDeep[i], check.WasColour[i], channels);
            if (check.WasTransparent[i]) issues.Add(Transparent(listing.Files[i].Name, options.Background));
        }

        ImageFile[] files = [.. used.Select(i => new ImageFile(listing.Files[i].Name, listing.Files[i].Label, IsWhole: i < check.Whole))];
        return new(folder, options, listing.Classes, files, (check.Width, check.Height, channels), new(used.Length, issues));
    }

    private static ImageIssue Transparent(string file, PixelColour background) =>
        new(file, ImageIssueKind.Transparent, $"{file} has transparent pixels; they are blended with {background}.");

    private static void AddNotes(List<ImageIssue> issues, string file, bool wasDeep, bool wasColour, int channels)
    {
        if (wasDeep)
            issues.Add(new(file, ImageIssueKind.Reduced, $"{file} has 16 bits per channel; they are rounded to 8."));
        if (channels == 3 && !wasColour)
            issues.Add(
                new(file, ImageIssueKind.GreyInColour, $"{file} is grey in a set of colour images; it was converted to three equal "
                    + "channels."));
        if (channels == 1 && wasColour)
            issues.Add(new(file, ImageIssueKind.ColourInGrey, $"{file} has colour in a set of grey images; it was converted to grey."));
    }
}
