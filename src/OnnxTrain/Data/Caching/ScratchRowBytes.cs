namespace OnnxTrain;

/// <summary>Rows of bytes in a file for one run, mapped into memory.</summary>
internal sealed class ScratchRowBytes : RowBytes, IDisposable
{
    private readonly TableStore _store;
    private readonly FileStream _stream;
    private readonly byte[] _row;
    private MappedFile? _file;
    private int _count;

    public ScratchRowBytes(int rowLength, TableStore store) =>
        (_store, _row, _stream) = (store, new byte[rowLength], ScratchFile.Create(store.Folder));

    public override int RowLength => _row.Length;

    public override int Count => _count;

    /// <summary>Room for one more row, which is written by <see cref="Write"/>.</summary>
    public Span<byte> Room => _row;

    /// <exception cref="DataException">The disk is full.</exception>
    public void Write()
    {
        try
        {
            _stream.Write(_row);
        }
        catch (IOException e)
        {
            _stream.Dispose();
            throw new DataException(
                $"The encoded rows cannot be written to {Path.GetFullPath(_store.Folder)}: {CacheFile.Bytes((long)_count * _row.Length)} were "
                    + $"written, and {CacheFile.Free(_store.Folder)}. Nothing is left of them. Free some space, or name another folder. "
                    + $"Details: {e.Message}", e);
        }

        _count++;
    }

    /// <summary>Ends the writing.</summary>
    public void Finish()
    {
        _stream.Flush();
        _file = new(_stream, (long)_count * _row.Length, _store.OfFiles);
    }

    public override RowBytesReader Open() => new ScratchReader(_file!.Open(), RowLength, _store);

    public void Dispose()
    {
        _file?.Dispose();
        _stream.Dispose();
    }
}
