namespace OnnxTrain;

/// <summary>A decoded image: one byte to a pixel and channel.</summary>
public sealed class PixelImage
{
    /// <summary>An image of the given pixels, which are not copied.</summary>
    /// <param name="width">Pixels in a line.</param>
    /// <param name="height">Lines.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 4 for these and opacity (255 being opaque).</param>
    /// <param name="pixels">[height, width, channels], the top line first.</param>
    /// <exception cref="ArgumentException">There are other than 1, 3 or 4 channels, or the pixels are not as many as that
    /// makes.</exception>
    public PixelImage(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (channels is not (1 or 3 or 4))
            throw new ArgumentException($"An image has 1, 3 or 4 channels, not {channels}.", nameof(channels));
        if (pixels.Length != (long)width * height * channels)
        {
            throw new ArgumentException(
                $"{width} × {height} pixels of {channels} channels are {(long)width * height * channels} bytes; {pixels.Length} were "
                    + "given.",
                nameof(pixels));
        }

        (Width, Height, Channels, Content) = (width, height, channels, pixels);
        Region = new(0, 0, width, height);
    }

    /// <summary>Pixels in a line.</summary>
    public int Width { get; }

    /// <summary>Lines.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 3 for red, green and blue, 4 for these and opacity.</summary>
    public int Channels { get; }

    /// <summary>The bytes, [height, width, channels], the top line first.</summary>
    public ReadOnlySpan<byte> Pixels => Content;

    /// <summary>How many bits a channel had in the file: 16 says that accuracy was lost.</summary>
    public int FileDepth { get; init; } = 8;

    internal byte[] Content { get; }

    /// <summary>What <see cref="Resize"/> takes for the whole picture.</summary>
    internal ImageRegion Region { get; init; }

    /// <summary>Reads an image file.</summary>
    /// <param name="path">The file. What format it has is seen from its content, whatever its name.</param>
    /// <param name="decoders">
    /// The first that knows the file's format decodes it: <c>[new SkiaDecoder()]</c> of the package OnnxTrain.Images, or your own.
    /// </param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">There are no decoders.</exception>
    /// <exception cref="DataException">The file does not exist, is of no format that a decoder knows, or is damaged.</exception>
    public static PixelImage Read(string path, IReadOnlyList<IImageDecoder> decoders)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ImageDecoders.Read(path, decoders);
    }

    /// <summary>
    /// The image with other channels. Colour becomes grey as 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), grey becomes three equal channels,
    /// and what is not opaque is laid over black.
    /// </summary>
    /// <param name="channels">1 or 3.</param>
    /// <returns>The image itself if it has as many channels.</returns>
    /// <exception cref="ArgumentException">Another number of channels is wanted.</exception>
    public PixelImage WithChannels(int channels) => channels is 1 or 3
        ? ChannelConversion.Of(this, channels)
        : throw new ArgumentException($"An image is brought to 1 or 3 channels, not {channels}.", nameof(channels));

    /// <summary>
    /// The image in another size, each pixel from those that it covers: linear interpolation, over a correspondingly wider area where the
    /// image shrinks, so that nothing fine turns to noise.
    /// </summary>
    /// <param name="width">Pixels in a line.</param>
    /// <param name="height">Lines.</param>
    /// <param name="fit">What happens where the proportions differ.</param>
    /// <returns>The image itself if it has that size.</returns>
    /// <exception cref="ArgumentException">A side is not positive, or the result does not fit in an array.</exception>
    public PixelImage Resize(int width, int height, ImageFit fit = ImageFit.Stretch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if ((long)width * height * Channels > Array.MaxLength)
            throw new ArgumentException(
                $"{width} × {height} pixels of {Channels} channels do not fit in an array of {Array.MaxLength:N0} bytes.", nameof(width));
        return width == Width && height == Height ? this : Resizer.Resize(this, width, height, fit);
    }
}
