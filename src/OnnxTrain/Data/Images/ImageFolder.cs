using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Reads a folder that has one folder for each class, with the class's images in it or in folders below it.</summary>
public static class ImageFolder
{
    /// <summary>
    /// Reads and decodes all images, on all threads, and brings them to one size. Folders and files are taken in ordinal order, so that
    /// the result is the same everywhere; names that begin with a dot are passed over.
    /// </summary>
    /// <param name="folder">The folder of the classes' folders.</param>
    /// <param name="options">Decoders, size, channels, and what happens to files that cannot be used.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Pixels as bytes [images, height, width, channels] with their labels, and a report on the files.</returns>
    /// <exception cref="DataException">The folder does not exist or has no images; or a file cannot be used and is to stop the
    /// reading.</exception>
    /// <exception cref="ArgumentException">There are no decoders, or an image of the given size does not fit in an array.</exception>
    /// <exception cref="NotSupportedException">A decoder cannot be used on this system.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static ImageFolderData Read(
        string folder, ImageFolderOptions options, IProgress<ImageFolderProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        ImageDecoders.RequireDecoders(options.Decoders);
        RequireRoom(options.Width ?? 1, options.Height ?? 1);
        var listing = ImageListing.Of(folder, options);
        var reader = new ImageFolderReader(folder, listing.Files, options, progress);
        reader.Run(cancellationToken);
        return Collect(folder, listing, reader, options);
    }

    /// <exception cref="ArgumentException">An image of this size does not fit in an array.</exception>
    internal static void RequireRoom(int width, int height)
    {
        if ((long)width * height <= Array.MaxLength / 3) return;
        throw new ArgumentException(
            $"Images of {width} × {height} pixels are too large: one does not fit in an array of {Array.MaxLength:N0} bytes. Choose a "
                + "smaller size.");
    }

    private static ImageFolderData Collect(string folder, ImageListing listing, ImageFolderReader reader, ImageFolderOptions options)
    {
        int[] used = [.. Enumerable.Range(0, listing.Files.Count).Where(i => reader.Images[i] is not null)];
        if (used.Length == 0)
        {
            throw new DataException(
                $"None of the {listing.Files.Count} files in '{Path.GetFullPath(folder)}' is an image that can be used. " +
                reader.Issues.FirstOrDefault(i => i is not null)?.Message);
        }

        var channels = options.Channels switch
        {
            ImageChannels.Grey => 1,
            ImageChannels.Colour => 3,
            _ => used.Any(i => reader.Images[i]!.Channels > 1) ? 3 : 1,
        };
        var (width, height) = (reader.Width, reader.Height);
        var length = checked(width * height * channels);
        if ((long)used.Length * length > Array.MaxLength)
        {
            throw new DataException(
                $"{used.Length} images of {width} × {height} pixels and {channels} channels are {(long)used.Length * length:N0} bytes, "
                    + "more than fit in "
                    + $"one tensor ({Array.MaxLength:N0}). Choose a smaller size, or fewer by MaxImages.");
        }

        var pixels = new byte[used.Length * length];
        var (labels, issues) = (new int[used.Length], new List<ImageIssue>(listing.Issues));
        for (int row = 0, i = 0; i < listing.Files.Count; i++)
        {
            if (reader.Issues[i] is { } skipped) issues.Add(skipped);
            if (reader.Images[i] is not { } image) continue;
            AddNotes(issues, listing.Files[i].Name, image, reader.WasColour[i], channels);
            image.WithChannels(channels).Pixels.CopyTo(pixels.AsSpan(row * length));
            reader.Images[i] = null;
            labels[row++] = listing.Files[i].Label;
        }

        var data = new Dataset(Tensor.Create(pixels, [used.Length, height, width, channels]), labels, listing.Classes.Count);
        return new(data, listing.Classes, [.. used.Select(i => listing.Files[i].Name)], new(used.Length, issues));
    }

    private static void AddNotes(List<ImageIssue> issues, string file, PixelImage image, bool wasColour, int channels)
    {
        if (image.FileDepth == 16)
            issues.Add(new(file, ImageIssueKind.Reduced, $"{file} has 16 bits to a channel; they are rounded to 8."));
        if (channels == 3 && !wasColour)
            issues.Add(
                new(file, ImageIssueKind.GreyInColour, $"{file} is grey in a set of colour images; it has three equal channels now."));
        if (channels == 1 && wasColour)
            issues.Add(new(file, ImageIssueKind.ColourInGrey, $"{file} has colour in a set of grey images; it is grey now."));
    }
}
