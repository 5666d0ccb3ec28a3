namespace OnnxTrain.Kernels;

/// <summary>
/// How the positions of a plane are cut into vectors that are read in place. Rows that lie closely enough are read as one, so that a vector
/// may hold the end of one and the beginning of the next; what it computes between them, or beyond the last, is dropped.
/// </summary>
internal sealed class DirectLayout
{
    /// <summary>Vectors of a tile.</summary>
    public const int Vectors = 4;

    private readonly TapGrid _grid;
    private readonly TapRows _rows;
    private readonly int _lanes;

    public DirectLayout(TapGrid grid, int lanes)
    {
        (_grid, _lanes, _rows) = (grid, lanes, new(grid));
        Segment[][] apart = [.. Vectorize(rows: 1)],
            joined = _rows.At(0, 1, 0) < grid.Width.Positions ? apart : [.. Vectorize(grid.Height.Positions)];
        Tiles =
        [
            .. (joined.Length < apart.Length ? joined : apart)
                .Chunk(Vectors)
                .Select(vectors => new DirectPlaces(vectors, lanes, grid.Width.TargetStride)),
        ];
        Filled = grid.Positions / (double)(Math.Max(1, Tiles.Length) * Vectors * lanes);
    }

    public DirectPlaces[] Tiles { get; }

    /// <summary>The share of the tiles' lanes that are positions.</summary>
    public double Filled { get; }

    /// <summary>The vectors of a plane, each as the runs of positions in it; <paramref name="rows"/> at a time are read as one.</summary>
    private IEnumerable<Segment[]> Vectorize(int rows)
    {
        var (width, step) = (_grid.Width.Positions, rows > 1 ? _rows.At(0, 1, 0) : _grid.Width.Positions);
        for (var depth = 0; depth < _grid.Depth.Positions; depth++)
        {
            for (var row = 0; row < _grid.Height.Positions; row += rows)
            {
                var length = ((rows - 1) * step) + width;
                for (var first = 0; first < length; first += _lanes)
                {
                    if (Runs(depth, row, first, Math.Min(length, first + _lanes), step) is { Length: > 0 } runs) yield return runs;
                }
            }
        }
    }

    /// <summary>
    /// The runs of positions from <paramref name="first"/> to <paramref name="end"/>, counted from a row's first position in steps from row
    /// to row.
    /// </summary>
    private Segment[] Runs(int depth, int row, int first, int end, int step)
    {
        var runs = new List<Segment>();
        for (var at = first; at < end;)
        {
            var (line, column) = Math.DivRem(at, step);
            var count = Math.Min(end - at, _grid.Width.Positions - column);
            if (count <= 0)
            {
                at += step - column;
                continue;
            }

            var run = new Segment(_rows.At(depth, row, 0) + at, _grid.TargetAt(depth, row + line, column), at - first, count);
            if (runs.Count > 0 && runs[^1].Joined(run, _grid.Width.TargetStride) is { } joined) runs[^1] = joined;
            else runs.Add(run);
            at += count;
        }

        return [.. runs];
    }
}
