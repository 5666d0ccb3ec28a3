namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>A window along one axis, drawn at random.</summary>
internal readonly record struct WindowDraw(int Kernel, int Stride, int Dilation, int Before, int After)
{
    public int Reach => ((Kernel - 1) * Dilation) + 1;

    public static WindowDraw Draw(Random random, int mostPadding)
    {
        var (kernel, stride, dilation) = (random.Next(1, 5), random.Next(1, 4), random.Next(1, 4));
        var limit = Math.Max(0, Math.Min(mostPadding, ((kernel - 1) * dilation) + 1));
        return new(kernel, stride, dilation, random.Next(limit), random.Next(limit));
    }

    /// <summary>
    /// PyTorch's rule for pooling: in ceil mode a window that begins within the axis or the padding before it counts, too.
    /// </summary>
    public int Positions(int size, bool ceilMode = false)
    {
        var room = size + Before + After - Reach;
        if (room < 0 && !(ceilMode && room + Stride - 1 >= 0)) return 0;
        var positions = ((room + (ceilMode ? Stride - 1 : 0)) / Stride) + 1;
        return ceilMode && (positions - 1) * Stride >= size + Before ? positions - 1 : positions;
    }

    public override string ToString() => $"k{Kernel} s{Stride} d{Dilation} p{Before},{After}";
}
