using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace OnnxTrain;

/// <summary>Reads rows of a mapped Arrow file. Each reader is for one thread; there may be several.</summary>
internal sealed unsafe class CachedRowReader(ArrowFile file, (int Place, RowColumn Column)[] columns) : IRowReader
{
    private readonly MappedBytes _bytes = file.Open();
    private readonly TextPool _pool = new();
    private char[] _text = new char[256];

    public void Read(ReadOnlySpan<long> rows, RowBlock block)
    {
        var read = 0L;
        for (var c = 0; c < columns.Length; c++)
        {
            for (var i = 0; i < rows.Length; i++) read += Copy(c, rows[i], 1, block, i);
        }

        _bytes.Read(read);
    }

    public int Read(long first, int count, RowBlock block)
    {
        count = (int)Math.Clamp(file.Rows - first, 0, count);
        var read = 0L;
        for (var c = 0; c < columns.Length; c++)
        {
            for (var done = 0; done < count;)
            {
                var some = (int)Math.Min(count - done, file.BatchRows - ((first + done) % file.BatchRows));
                read += Copy(c, first + done, some, block, done);
                done += some;
            }
        }

        _bytes.Read(read);
        return count;
    }

    public void Dispose() => _bytes.Dispose();

    /// <summary>Copies rows of one batch, and returns the bytes of their pages, roughly.</summary>
    private long Copy(int c, long row, int count, RowBlock block, int to)
    {
        var (place, column) = columns[c];
        var (batch, at) = Math.DivRem(row, file.BatchRows);
        var (from, length) = ((int)at * column.RowLength, count * column.RowLength);
        var values = _bytes.Start + file.Values(batch, place);
        if (column.ElementType == ElementType.String)
        {
            var offsets = _bytes.Start + file.Offsets(batch, place);
            var texts = block.Values<string>(c).Slice(to * column.RowLength, length);
            for (var i = 0; i < texts.Length; i++) texts[i] = Text(ArrowText.Bytes(offsets, values, from + i));
        }
        else if (column.ElementType == ElementType.Bool)
        {
            var truths = block.Values<bool>(c).Slice(to * column.RowLength, length);
            for (var i = 0; i < truths.Length; i++) truths[i] = ((values[(from + i) >> 3] >> ((from + i) & 7)) & 1) != 0;
        }
        else
        {
            var size = column.ElementType.Size();
            ref var target = ref block.Bytes(c)[to * column.RowLength * size];
            Unsafe.CopyBlockUnaligned(ref target, ref values[(long)from * size], (uint)(length * size));
        }

        return Math.Max(Environment.SystemPageSize, length * sizeof(long));
    }

    private string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        if (bytes.Length > _text.Length) _text = new char[Math.Max(bytes.Length, 2 * _text.Length)];
        Utf8.ToUtf16(bytes, _text, out _, out var length);
        return _pool.Of(_text.AsSpan(0, length));
    }
}
