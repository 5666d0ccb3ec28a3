namespace OnnxTrain;

/// <summary>
/// Reads rows of a mapped file. Rows in any order would touch a page each; where the order is known before, as in an epoch, the next rows
/// of many batches are fetched at once in the order of the file, by a thread of their own, so that pages are read one after the other and
/// are given back.
/// </summary>
internal sealed unsafe class ScratchReader(MappedBytes bytes, int rowLength, TableStore store) : RowBytesReader
{
    // While one window is used, the next one is filled.
    private RowWindow _window = new(rowLength), _next = new(rowLength);
    private Task? _filling;
    private ReadOnlyMemory<int> _ahead;
    private bool _isAscending;
    private int _at;

    // Rows in the order of the file touch a page once however few are fetched at a time, as in validation.
    private long WindowBytes => _isAscending ? Math.Min(1 << 20, store.OfRowsAhead / 2) : store.OfRowsAhead / 2;

    private int WindowRows => (int)Math.Clamp(WindowBytes / rowLength, 1, int.MaxValue / 2);

    public override void Ahead(ReadOnlyMemory<int> rows)
    {
        Wait();
        (_ahead, _isAscending, _at) = (rows, IsAscending(rows.Span), 0);
        _window.Clear();
        Fill();
    }

    public override ReadOnlySpan<byte> Row(long row)
    {
        if (_at == _window.Count && _filling is not null) Swap();
        if (_at < _window.Count && _window.RowAt(_at) == row) return _window.Row(_at++);
        bytes.Read(Environment.SystemPageSize);
        return new(bytes.Start + (row * rowLength), rowLength);
    }

    public override void Dispose()
    {
        Wait();
        bytes.Dispose();
        base.Dispose();
    }

    private static bool IsAscending(ReadOnlySpan<int> rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i] < rows[i - 1]) return false;
        }

        return true;
    }

    private void Swap()
    {
        Wait();
        (_window, _next, _at) = (_next, _window, 0);
        Fill();
    }

    private void Wait()
    {
        _filling?.GetAwaiter().GetResult();
        _filling = null;
    }

    private void Fill()
    {
        if (_ahead.IsEmpty) return;

        // The order is another one in the next epoch: the rows are copied now.
        var count = Math.Min(_ahead.Length, WindowRows);
        _next.Begin(_ahead.Span[..count]);
        _ahead = _ahead[count..];
        var window = _next;
        _filling = Task.Run(() => window.Fill(bytes));
    }
}
