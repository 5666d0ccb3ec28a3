namespace OnnxTrain;

/// <summary>A decoded image: one byte per pixel and channel.</summary>
public sealed class PixelImage
{
    /// <summary>Creates an image from pixels, which are not copied.</summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 4 for these and opacity (255 being opaque).</param>
    /// <param name="pixels">[height, width, channels], the top line first.</param>
    /// <exception cref="ArgumentException">The number of channels is not 1, 3 or 4, or the number of pixels does not match.</exception>
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

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>1 for grey, 3 for red, green and blue, 4 for these and opacity.</summary>
    public int Channels { get; }

    /// <summary>The bytes, [height, width, channels], the top line first.</summary>
    public ReadOnlySpan<byte> Pixels => Content;

    /// <summary>The number of bits per channel in the file: 16 means that accuracy was lost.</summary>
    public int FileDepth { get; init; } = 8;

    /// <summary>Whether a pixel is not opaque.</summary>
    internal bool IsTransparent
    {
        get
        {
            for (var i = 3; Channels == 4 && i < Content.Length; i += 4)
            {
                if (Content[i] < byte.MaxValue) return true;
            }

            return false;
        }
    }

    internal byte[] Content { get; }

    /// <summary>The region that <see cref="Resize"/> treats as the whole picture.</summary>
    internal ImageRegion Region { get; init; }

    /// <summary>Reads an image file.</summary>
    /// <param name="path">The file. The format is detected by content, not by name.</param>
    /// <param name="decoders">
    /// The decoders, of which the first that supports the format is used: <c>[new SkiaDecoder()]</c> of the package OnnxTrain.Images, or
    /// your own.
    /// </param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">There are no decoders.</exception>
    /// <exception cref="DataException">The file does not exist, has an unsupported format, or is damaged.</exception>
    public static PixelImage Read(string path, IReadOnlyList<IImageDecoder> decoders)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ImageDecoders.Read(path, decoders);
    }

    /// <summary>
    /// Converts the number of channels. Colour becomes grey as 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), grey becomes three equal
    /// channels, and transparent pixels are blended with white.
    /// </summary>
    /// <param name="channels">1 or 3.</param>
    /// <returns>The converted image, or this image if it already has that many channels.</returns>
    /// <exception cref="ArgumentException">The number of channels is not 1 or 3.</exception>
    public PixelImage WithChannels(int channels) => WithChannels(channels, PixelColour.White);

    /// <summary>
    /// Converts the number of channels. Colour becomes grey as 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), grey becomes three equal
    /// channels, and transparent pixels are blended with a background.
    /// </summary>
    /// <param name="channels">1 or 3.</param>
    /// <param name="background">The background.</param>
    /// <returns>The converted image, or this image if it already has that many channels.</returns>
    /// <exception cref="ArgumentException">The number of channels is not 1 or 3.</exception>
    public PixelImage WithChannels(int channels, PixelColour background) => channels is 1 or 3
        ? ChannelConversion.Of(this, channels, background)
        : throw new ArgumentException($"An image can be converted to 1 or 3 channels, not {channels}.", nameof(channels));

    /// <summary>
    /// Resizes the image: linear interpolation, with a correspondingly wider filter when the image shrinks, to avoid aliasing.
    /// </summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="fit">How a different aspect ratio is handled.</param>
    /// <returns>The resized image, or this image if it already has that size.</returns>
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
