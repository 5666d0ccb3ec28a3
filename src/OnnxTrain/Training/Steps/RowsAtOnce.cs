namespace OnnxTrain;

/// <summary>The batch size outside of training.</summary>
internal static class RowsAtOnce
{
    /// <summary>The maximum.</summary>
    public const int Most = 512;

    /// <summary>
    /// The batch size for data: the larger its rows, the fewer, since the outputs of layers take many times the memory of an image.
    /// </summary>
    public static int For(IRowSource data)
    {
        var roles = new RowRoles(data);
        var largest = Enumerable.Range(0, roles.BucketCount).Max(bucket => ElementsPerRow(roles, bucket));
        return (int)Math.Clamp((1 << 21) / Math.Max(1, largest), 8, Most);
    }

    private static long ElementsPerRow(RowRoles roles, int bucket) =>
        roles.ColumnsOf(bucket).Take(roles.Features.Length).Sum(column => column.RowShape.ElementCount);
}
