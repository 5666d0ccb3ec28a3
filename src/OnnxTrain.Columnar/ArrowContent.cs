using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;

namespace OnnxTrain;

/// <summary>An Arrow file that is open, with or without an index at its end.</summary>
internal sealed class ArrowContent : IDisposable
{
    private readonly string _name;
    private readonly FileStream _file;
    private readonly ArrowStreamReader _reader;
    private readonly int? _batchCount;
    private int _batch;

    /// <exception cref="DataException">There is no such file, or it is damaged or no Arrow file.</exception>
    public ArrowContent(string path)
    {
        (_name, _file) = (Path.GetFileName(path), DataFile.Open(path));
        try
        {
            Span<byte> start = stackalloc byte[6];
            var read = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var isFile = start[..read].SequenceEqual("ARROW1"u8);
            _file.Position = 0;
            if (isFile)
            {
                var file = new ArrowFileReader(_file, MemoryAllocator.Default.Value, new CompressionCodecFactory(), leaveOpen: true);
                _batchCount = Waiting.For(() => file.RecordBatchCountAsync().AsTask());
                _reader = file;
            }
            else
            {
                _reader = new(_file, new CompressionCodecFactory(), leaveOpen: true);
            }

            Schema = Waiting.For(() => _reader.GetSchema().AsTask())
                ?? throw new InvalidDataException("it has no schema");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _file.Dispose();
            throw new DataException($"{_name} cannot be read: it is damaged, or no Arrow file. Details: {e.Message}", e);
        }
    }

    public Schema Schema { get; }

    /// <summary>The next batch of rows; null where there is none.</summary>
    /// <exception cref="DataException">It is damaged.</exception>
    public RecordBatch? Next()
    {
        try
        {
            if (_batch == _batchCount) return null;
            var batch = Waiting.For(() => _reader is ArrowFileReader file
                ? file.ReadRecordBatchAsync(_batch).AsTask()
                : _reader.ReadNextRecordBatchAsync().AsTask());
            _batch++;
            return batch;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new DataException(
                Invariant($"{_name}, batch {_batch + 1}: it cannot be read: the file is damaged or cut off. Details: {e.Message}"), e);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }
}
