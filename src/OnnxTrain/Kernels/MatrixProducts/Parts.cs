namespace OnnxTrain.Kernels;

/// <summary>How the depth of a matrix product is cut.</summary>
internal static class Parts
{
    /// <summary>The greatest depth of a part: a panel of B then takes two thirds of a first-level cache of 48 KiB.</summary>
    public const int MaxDepth = 256;

    /// <summary>The depth is cut into equal parts, by its length alone: the cuts fix the order of additions.</summary>
    public static int Length(int k)
    {
        var parts = Math.Max(1, (k + MaxDepth - 1) / MaxDepth);
        return ((k + parts - 1) / parts + 3) / 4 * 4;
    }
}
