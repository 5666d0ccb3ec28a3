namespace OnnxTrain.Kernels;

/// <summary>How the rows of a matrix are cut into slivers: full ones, and low ones for the remaining rows.</summary>
internal readonly struct SliverLayout<T, TKernel>
    where T : unmanaged
    where TKernel : struct, IMicroKernel<T>
{
    private readonly int _full;

    public SliverLayout(int rows)
    {
        (_full, var rest) = Math.DivRem(rows, TKernel.Rows);
        var low = (rest + TKernel.LowRows - 1) / TKernel.LowRows;
        if (low * TKernel.LowRows >= TKernel.Rows) (_full, low) = (_full + 1, 0);
        Count = _full + low;
    }

    public int Count { get; }

    /// <summary>Rows of all slivers, those that pad the last one included.</summary>
    public int Rows => (_full * TKernel.Rows) + ((Count - _full) * TKernel.LowRows);

    public int Height(int sliver) => sliver < _full ? TKernel.Rows : TKernel.LowRows;

    public int FirstRow(int sliver) =>
        sliver <= _full ? sliver * TKernel.Rows : (_full * TKernel.Rows) + ((sliver - _full) * TKernel.LowRows);
}
