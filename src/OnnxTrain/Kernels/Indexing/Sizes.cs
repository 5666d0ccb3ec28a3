namespace OnnxTrain.Kernels;

/// <summary>Arithmetic of axes.</summary>
internal static class Sizes
{
    /// <summary>The number of elements that axes of these lengths hold.</summary>
    public static int Product(this ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes) product *= size;
        return product;
    }

    /// <summary>The number of elements along the axes before <paramref name="axis"/>.</summary>
    public static int Before(this int[] sizes, int axis) => Product(sizes.AsSpan(0, axis));

    /// <summary>The number of elements along the axes after <paramref name="axis"/>.</summary>
    public static int After(this int[] sizes, int axis) => Product(sizes.AsSpan(axis + 1));
}
