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

    public override Span<byte> Room() => _row;

    public override void Write()
    {
        Try(() => _stream.Write(_row));
        _count++;
    }

    public override void Finish()
    {
        Try(_stream.Flush);
        _file = new(_stream, (long)_count * _row.Length, _store.OfFiles);
    }

    public override RowBytesReader Open() => new ScratchReader(_file!.Open(), RowLength, _store);

    /// <summary>Closes the file. If nobody does, the runtime does when the rows are not used any more.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _stream.Dispose();
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            var folder = Path.GetFullPath(_store.Folder);
            throw new DataException(
                $"The encoded rows cannot be written to {folder}: {CacheFile.Bytes((long)_count * _row.Length)} were written, and "
                    + $"{CacheFile.Free(folder)}. Nothing is left of them. Free some space, or name another folder. Details: {e.Message}",
                e);
        }
    }
}
