namespace OnnxTrain.Kernels;

/// <summary>Images with their channels side by side and padding written out: [batch, depth, height, width, channels].</summary>
internal sealed unsafe class ChannelsLast<T>
    where T : unmanaged
{
    private readonly Block<T> _source;
    private readonly TapGrid _grid;
    private readonly Scratch _scratch;
    private readonly long _offset;
    private readonly int _channels;
    private readonly bool _isCopied;
    private readonly ParallelLoop _copy;

    /// <param name="source">[batch, channels, depth, height, width].</param>
    /// <param name="channels">All channels of an image.</param>
    /// <param name="grid">Who reads.</param>
    /// <param name="scratch">Memory for the copy.</param>
    /// <param name="offset">Where the copy begins there, in bytes.</param>
    public ChannelsLast(Block<T> source, int channels, TapGrid grid, Scratch scratch, long offset)
    {
        (_source, _channels, _grid, _scratch, _offset) = (source, channels, grid, scratch, offset);
        _isCopied = channels > 1 || !grid.IsInside;
        var images = grid.SourcePlane == 0 ? 0 : source.Length / (channels * grid.SourcePlane);
        (Height, Width) = _isCopied ? (Range(grid.Height), Range(grid.Width)) : (grid.Height.Source, grid.Width.Source);
        Rows = (_isCopied ? Range(grid.Depth) : grid.Depth.Source) * Height;
        _copy = ParallelLoop.OverRows(_isCopied ? images * Rows : 0, RowLength, CopyRows);
        Bytes = _isCopied ? (long)images * ImageLength * sizeof(T) + NativeBuffer.Alignment : 0;
    }

    /// <summary>Memory of the copy; 0 without one.</summary>
    public long Bytes { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Elements of an image.</summary>
    public long ImageLength => (long)Rows * RowLength;

    /// <summary>The first image; valid after <see cref="Prepare"/>.</summary>
    public T* First => _isCopied ? (T*)(_scratch.Pointer<byte>() + _offset) : _source.Pointer;

    private int Rows { get; }

    private int RowLength => Width * _channels;

    /// <summary>Where the channels of a place begin within an image; places are counted from the first that a tap reads.</summary>
    public int At(int depth, int height, int width) => ((((depth * Height) + height) * Width) + width) * _channels;

    /// <summary>Where a tap's offset lies, counted as places are.</summary>
    public (int Depth, int Height, int Width) Place((int Depth, int Height, int Width) offset) =>
        _isCopied ? (offset.Depth - _grid.Depth.Low, offset.Height - _grid.Height.Low, offset.Width - _grid.Width.Low) : offset;

    public void Prepare() => _copy.Run();

    private static int Range(TapAxis axis) => axis.High - axis.Low + 1;

    private void CopyRows(int from, int to)
    {
        var (depth, height, width) = (_grid.Depth, _grid.Height, _grid.Width);
        var before = Math.Clamp(-width.Low, 0, Width);
        var end = Math.Clamp(width.Source - width.Low, before, Width);
        for (var row = from; row < to; row++)
        {
            var (image, rest) = Math.DivRem(row, Rows);
            var (d, h) = (depth.Low + (rest / Height), height.Low + (rest % Height));
            var target = First + ((long)row * RowLength);
            if ((uint)d >= (uint)depth.Source || (uint)h >= (uint)height.Source)
            {
                new Span<T>(target, RowLength).Clear();
                continue;
            }

            var source =
                _source.Pointer
                + ((long)image * _channels * _grid.SourcePlane)
                + (((d * height.Source) + h) * width.Source)
                + width.Low
                + before;
            new Span<T>(target, before * _channels).Clear();
            Packing.Pack(
                new Rows<T>(source, _grid.SourcePlane), isTurned: true, target + (before * _channels), end - before, _channels, _channels);
            new Span<T>(target + (end * _channels), (Width - end) * _channels).Clear();
        }
    }
}
