namespace OnnxTrain.Kernels;

/// <summary>An operand of an elementwise loop, broadcast to the shape of the output when its tiles are read.</summary>
internal sealed class TileSource<T>
    where T : unmanaged
{
    private readonly TileBuffer<T> _buffer;
    private readonly int[] _lengths;
    private readonly int[] _strides;

    /// <param name="buffer">The operand's elements.</param>
    /// <param name="sizes">The operand's axes.</param>
    /// <param name="output">The axes of the output, to which the operand broadcasts.</param>
    public TileSource(TileBuffer<T> buffer, ReadOnlySpan<int> sizes, ReadOnlySpan<int> output)
    {
        _buffer = buffer;
        (_lengths, _strides) = Collapse(sizes, output);
    }

    /// <summary>Whether one number stands for all elements of the output.</summary>
    public bool IsSingle => _buffer.Length == 1 && _lengths is [not 1];

    /// <summary>That number.</summary>
    public unsafe T Single => _buffer.At(0, 1, null)[0];

    private bool IsContiguous => _lengths.Length == 1 && _strides[0] == 1;

    /// <summary>
    /// The operand's elements for the flat output positions from <paramref name="start"/> on: its own memory where that lies
    /// in the same order, else a copy in <paramref name="space"/>.
    /// </summary>
    public unsafe ReadOnlySpan<T> Read(int start, int length, Span<T> space, byte* own)
    {
        if (IsContiguous) return _buffer.At(start, length, own);
        var source = _buffer.At(0, _buffer.Length, own);
        space = space[..length];
        var run = _lengths[^1];
        for (var filled = 0; filled < length;)
        {
            var (row, column) = Math.DivRem(start + filled, run);
            var count = Math.Min(run - column, length - filled);
            var offset = Offset(row);
            if (_strides[^1] == 0) space.Slice(filled, count).Fill(source[offset]);
            else source.Slice(offset + column, count).CopyTo(space[filled..]);
            filled += count;
        }

        return space;
    }

    private int Offset(int row)
    {
        var offset = 0;
        for (var axis = _lengths.Length - 2; axis >= 0; axis--)
        {
            (row, var index) = Math.DivRem(row, _lengths[axis]);
            offset += index * _strides[axis];
        }

        return offset;
    }

    /// <summary>Joins neighbouring axes that one stride serves. The innermost stride comes out as 0 or 1.</summary>
    private static (int[] Lengths, int[] Strides) Collapse(ReadOnlySpan<int> sizes, ReadOnlySpan<int> output)
    {
        List<int> lengths = [], strides = [];
        var stride = 1;
        for (var i = 1; i <= output.Length; i++)
        {
            var length = output[^i];
            var own = i <= sizes.Length ? sizes[^i] : 1;
            if (length == 1) continue;
            var step = own == 1 ? 0 : stride;
            if (lengths.Count > 0 && step == (strides[0] == 0 ? 0 : strides[0] * lengths[0])) lengths[0] *= length;
            else
            {
                lengths.Insert(0, length);
                strides.Insert(0, step);
            }

            stride *= own;
        }

        return lengths.Count == 0 ? ([1], [1]) : ([.. lengths], [.. strides]);
    }
}
