namespace OnnxTrain.Kernels;

/// <summary>The three axes that a window moves over; fewer are filled up with axes of one element.</summary>
internal sealed class PoolGrid
{
    public PoolGrid(IReadOnlyList<WindowAxis> windows, IReadOnlyList<int> sizes)
    {
        PoolAxis[] axes =
        [
            .. Enumerable.Repeat(new PoolAxis(WindowAxis.Single, 1), 3 - windows.Count),
            .. windows.Select((w, i) => new PoolAxis(w, sizes[i])),
        ];
        (Depth, Height, Width) = (axes[0], axes[1], axes[2]);
    }

    public PoolAxis Depth { get; }

    public PoolAxis Height { get; }

    public PoolAxis Width { get; }

    /// <summary>Elements of a plane.</summary>
    public int Plane => Depth.Size * Height.Size * Width.Size;

    /// <summary>Positions of a plane.</summary>
    public int Positions => Depth.Positions * Height.Positions * Width.Positions;

    /// <summary>Rows of positions of a plane.</summary>
    public int Rows => Depth.Positions * Height.Positions;

    /// <summary>Where the row of elements under a tap begins, for a row of positions.</summary>
    public int RowAt(int depth, int height, int depthTap, int heightTap) =>
        ((Depth.At(depth, depthTap) * Height.Size) + Height.At(height, heightTap)) * Width.Size;

    /// <summary>How many elements each window counts: all taps, or those within the plane.</summary>
    public int Count(int depth, int height, int width, bool countsPadding) => countsPadding
        ? Depth.Window.Kernel * Height.Window.Kernel * Width.Window.Kernel
        : Length(Depth.Taps[depth]) * Length(Height.Taps[height]) * Length(Width.Taps[width]);

    private static int Length((int From, int To) range) => range.To - range.From;
}
