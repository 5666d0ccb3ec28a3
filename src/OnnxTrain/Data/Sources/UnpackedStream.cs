using System.Buffers.Binary;
using System.IO.Compression;

namespace OnnxTrain;

/// <summary>
/// Reads a file of data, unpacked if it is compressed by gzip, whatever its name. What goes wrong while reading is told of the file.
/// </summary>
internal sealed class UnpackedStream : ReadOnlyStream
{
    private readonly string _name;
    private readonly Stream _content;
    private readonly uint? _size;
    private long _position;

    private UnpackedStream(Stream file, string name)
    {
        _name = name;
        Span<byte> start = stackalloc byte[2];
        start = start[..file.ReadAtLeast(start, 2, throwOnEndOfStream: false)];
        var isGzip = start is [0x1F, 0x8B];
        if (!file.CanSeek)
        {
            // A pipe is read once, and tells nothing of its end before.
            var all = new PrefixedStream(start, file);
            _content = isGzip ? new GZipStream(all, CompressionMode.Decompress) : all;
            return;
        }

        if (isGzip)
        {
            // The unpacked size, modulo 2³², ends the file (RFC 1952).
            Span<byte> size = stackalloc byte[sizeof(uint)];
            file.Seek(-Math.Min(size.Length, file.Length), SeekOrigin.End);
            file.ReadExactly(size[..(int)Math.Min(size.Length, file.Length)]);
            _size = BinaryPrimitives.ReadUInt32LittleEndian(size);
        }

        file.Position = 0;
        _content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <exception cref="DataException">There is no such file, or it cannot be read.</exception>
    public static UnpackedStream Open(string path) => Of(DataFile.Open(path), Path.GetFileName(path));

    /// <summary>The content of a stream, which is read once if it cannot seek.</summary>
    /// <param name="file">The stream; it is closed with this one.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static UnpackedStream Of(Stream file, string name)
    {
        try
        {
            return new(file, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw Unreadable(name, e);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _content.Read(buffer);
            _position += read;
            if (read == 0 && buffer.Length > 0) RequireWhole();
            return read;
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{_name}: its gzip compression is damaged. Fetch the file again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(_name, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>GZipStream takes the end of a file that was cut off for the end of its content.</summary>
    private void RequireWhole()
    {
        if (_size is not { } size || (uint)_position == size) return;
        throw new DataException(
            Invariant($"{_name}: its gzip compression ends after {_position} bytes of content, and announces {size}: the file is cut off, ")
                + "or made of several gzip files. Fetch it again, or unpack it first.");
    }

    private static DataException Unreadable(string name, Exception e) => new($"{name} cannot be read: {e.Message}", e);
}
