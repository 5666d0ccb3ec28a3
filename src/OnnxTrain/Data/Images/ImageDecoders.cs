namespace OnnxTrain;

/// <summary>Reads image files with the first decoder in a list that supports the format.</summary>
internal static class ImageDecoders
{
    private const int HeaderLength = 16;

    /// <summary>
    /// An image that will be scaled down is decoded at no less than this many times the target size, so that fine detail is averaged by the
    /// scaling, not by the decoder.
    /// </summary>
    private const int Margin = 2;

    /// <summary>Reads a single file like <see cref="Decode"/>.</summary>
    /// <exception cref="DataException">The file cannot be used.</exception>
    public static PixelImage Read(string path, IReadOnlyList<IImageDecoder> decoders, (int Width, int Height)? target = null)
    {
        try
        {
            return Decode(path, Path.GetFileName(path), decoders, target);
        }
        catch (UnusableImageException e)
        {
            throw new DataException(e.Message, e);
        }
    }

    /// <summary>Reads an image file, in reduced size if the decoder is then faster and <paramref name="target"/> allows it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="decoders">The decoders, in the order of use.</param>
    /// <param name="target">The width and height that the image will be scaled to; null to decode it whole.</param>
    /// <exception cref="UnusableImageException">The file cannot be used.</exception>
    public static PixelImage Decode(string path, string name, IReadOnlyList<IImageDecoder> decoders, (int Width, int Height)? target = null)
    {
        RequireDecoders(decoders);
        var (decoder, file) = Content(path, name, decoders);
        try
        {
            return (target is var (width, height)
                       ? decoder.DecodeAtLeast(file, AtLeast(width), AtLeast(height))
                       : decoder.Decode(file))
                   ?? throw new DataException($"{decoder.GetType().Name} returned no image.");
        }
        catch (OutOfMemoryException e)
        {
            throw new UnusableImageException(ImageIssueKind.Damaged, $"{name}: there is not enough memory to decode it.", e);
        }
        catch (Exception e) when (e is not (NotSupportedException or OperationCanceledException))
        {
            // A custom decoder may throw other exceptions.
            var isTruncated = e is DataException && e.Message.Contains("truncated", StringComparison.Ordinal);
            throw new UnusableImageException(isTruncated ? ImageIssueKind.Truncated : ImageIssueKind.Damaged, $"{name}: {e.Message}", e);
        }
    }

    /// <exception cref="ArgumentException">The list is empty.</exception>
    public static void RequireDecoders(IReadOnlyList<IImageDecoder> decoders)
    {
        ArgumentNullException.ThrowIfNull(decoders);
        if (decoders.Count > 0) return;
        throw new ArgumentException(
            "No image decoder is given. Reference the package OnnxTrain.Images and pass [new SkiaDecoder()], or pass your own "
                + "IImageDecoder.",
            nameof(decoders));
    }

    private static int AtLeast(int length) => (int)Math.Min((long)length * Margin, int.MaxValue);

    /// <summary>The whole file, read only if a decoder supports its header.</summary>
    private static (IImageDecoder Decoder, byte[] File) Content(string path, string name, IReadOnlyList<IImageDecoder> decoders)
    {
        try
        {
            if (!RegularFile.Is(path))
                throw new UnusableImageException(ImageIssueKind.NotAFile, $"{name} is a pipe, a socket or a device, not a file.");
            using var file = DataFile.Open(path);
            Span<byte> start = stackalloc byte[HeaderLength];
            start = start[..file.ReadAtLeast(start, HeaderLength, throwOnEndOfStream: false)];
            if (start.IsEmpty)
                throw new UnusableImageException(ImageIssueKind.Empty, $"{name} has no bytes. Fetch the file again, or delete it.");
            var decoder = For(start, decoders) ?? throw new UnusableImageException(
                ImageIssueKind.UnknownFormat,
                $"{name} is {FileSignatures.Of(start) ?? $"not an image of a known format: it starts with {Shown(start)}"}. " +
                "SkiaDecoder knows PNG, JPEG, WebP, GIF, BMP and ICO; for others add an IImageDecoder to the decoders.");
            var content = GC.AllocateUninitializedArray<byte>(checked((int)file.Length));
            start.CopyTo(content);
            file.ReadExactly(content.AsSpan(start.Length));
            return (decoder, content);
        }
        catch (Exception e) when (e is IOException or OverflowException or OutOfMemoryException or UnauthorizedAccessException)
        {
            throw new UnusableImageException(ImageIssueKind.Unreadable, $"{name} cannot be read: {e.Message}", e);
        }
        catch (DataException e)
        {
            throw new UnusableImageException(ImageIssueKind.Unreadable, e.Message, e);
        }
    }

    private static IImageDecoder? For(ReadOnlySpan<byte> header, IReadOnlyList<IImageDecoder> decoders)
    {
        foreach (var decoder in decoders)
        {
            if (decoder.CanDecode(header)) return decoder;
        }

        return null;
    }

    /// <summary>Bytes as readable text: printable characters as they are, others in hexadecimal.</summary>
    private static string Shown(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~')
        ? $"[{Convert.ToHexString(bytes)}]"
        : $"'{System.Text.Encoding.ASCII.GetString(bytes)}'";
}
