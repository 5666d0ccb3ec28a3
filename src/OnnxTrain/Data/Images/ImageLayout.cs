namespace OnnxTrain;

/// <summary>The layout of the pixels of an image in a row of a data set.</summary>
/// <param name="Height">The height in pixels.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="IsPlanar">Whether the layout is [channels, height, width] instead of [height, width, channels].</param>
internal readonly record struct ImageLayout(int Height, int Width, int Channels, bool IsPlanar)
{
    public int Length => Height * Width * Channels;

    /// <summary>The distance from a pixel to the next in the line.</summary>
    public int PixelStep => IsPlanar ? 1 : Channels;

    /// <summary>The distance from a channel of a pixel to the next channel.</summary>
    public int ChannelStep => IsPlanar ? Height * Width : 1;

    /// <exception cref="ArgumentException">The features are not images, or the augmentation does not specify their size.</exception>
    public static ImageLayout Of(RowColumn features, ImageAugmentation augmentation)
    {
        var isBytes = features.ElementType == ElementType.UInt8;
        int[] lengths = [.. features.RowShape.Select(d => (int)d.Size)];
        var layout = (lengths.Length, isBytes) switch
        {
            (3, true) => new ImageLayout(lengths[0], lengths[1], lengths[2], IsPlanar: false),
            (3, false) => new(lengths[1], lengths[2], lengths[0], IsPlanar: true),
            (2, _) => new(lengths[0], lengths[1], 1, IsPlanar: true),
            _ => Flat(features, augmentation, isBytes),
        };
        if ((augmentation.Height ?? layout.Height) != layout.Height || (augmentation.Width ?? layout.Width) != layout.Width)
        {
            throw new ArgumentException(
                $"The augmentation is for images of {augmentation.Height} × {augmentation.Width} pixels (height × width); the features "
                    + $"{features.RowText} "
                    + $"have {layout.Height} × {layout.Width}.");
        }

        if (isBytes && layout.Channels > 4)
            throw new ArgumentException(
                $"The features uint8{features.RowText} would have {layout.Channels} channels; bytes are laid out as [rows, height, width, "
                    + "channels].");
        if (isBytes && augmentation.Fill is not (>= 0 and <= 255))
            throw new ArgumentException($"ImageAugmentation.Fill is {augmentation.Fill}; bytes are from 0 to 255.");
        return layout;
    }

    private static ImageLayout Flat(RowColumn features, ImageAugmentation augmentation, bool isBytes)
    {
        if (features.RowShape.Rank != 1 || augmentation is not { Height: { } height, Width: { } width })
        {
            throw new ArgumentException(
                $"The features {features.RowText} are not laid out as images. Pass them as [rows, channels, height, width] (bytes: [rows, "
                    + "height, width, "
                    + "channels]), or rows of numbers with ImageAugmentation.Height and Width.");
        }

        var (channels, rest) = Math.DivRem(features.RowLength, height * width);
        return channels > 0 && rest == 0 ? new(height, width, channels, IsPlanar: !isBytes)
            : throw new ArgumentException(
                $"The features have {features.RowLength} numbers per row, which is not a whole number of channels of {height} × {width} "
                    + "pixels, as "
                    + "ImageAugmentation says.");
    }
}
