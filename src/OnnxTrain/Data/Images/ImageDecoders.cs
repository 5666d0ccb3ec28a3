namespace OnnxTrain;

/// <summary>The decoders that come with the library. To know more formats, pass a list that holds these and your own.</summary>
public static class ImageDecoders
{
    private const int HeaderLength = 16;

    /// <summary>PNG and JPEG.</summary>
    public static IReadOnlyList<IImageDecoder> Default { get; } = [new PngDecoder(), new JpegDecoder()];

    internal static byte[] Content(string path)
    {
        using var file = DataFile.Open(path);
        try
        {
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or OverflowException or UnauthorizedAccessException)
        {
            throw new DataException($"{Path.GetFileName(path)} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Decodes a file by the first decoder that knows its format.</summary>
    internal static PixelImage Decode(ReadOnlySpan<byte> file, string name, IReadOnlyList<IImageDecoder> decoders)
    {
        if (file.IsEmpty) throw new DataException($"{name} is empty. Fetch the file again, or delete it.");
        var decoder = For(file, decoders) ?? throw new DataException(
            $"{name} is no image of a known format: it starts with {Shown(Header(file))}. " +
            "PNG and JPEG are known; for others add an IImageDecoder to the decoders.");
        try
        {
            return decoder.Decode(file) ?? throw new DataException($"{decoder.GetType().Name} gave no image.");
        }
        catch (Exception e) when (e is not (NotSupportedException or OutOfMemoryException or OperationCanceledException))
        {
            // A decoder of a user's own has exceptions of its own.
            throw new DataException($"{name}: {e.Message}", e);
        }
    }

    internal static IImageDecoder? For(ReadOnlySpan<byte> file, IReadOnlyList<IImageDecoder> decoders)
    {
        foreach (var decoder in decoders)
        {
            if (decoder.CanDecode(Header(file))) return decoder;
        }

        return null;
    }

    /// <summary>Bytes as a reader knows them: letters as they are, others as hexadecimal numbers.</summary>
    private static string Shown(ReadOnlySpan<byte> bytes) =>
        bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? $"[{Convert.ToHexString(bytes)}]" : $"'{System.Text.Encoding.ASCII.GetString(bytes)}'";

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, HeaderLength)];
}
