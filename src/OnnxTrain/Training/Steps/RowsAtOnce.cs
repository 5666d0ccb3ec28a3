namespace OnnxTrain;

/// <summary>The batch size outside of training.</summary>
internal static class RowsAtOnce
{
    /// <summary>The maximum.</summary>
    public const int Most = 512;

    /// <summary>
    /// Rows at once of data: the fewer, the larger its rows are, since what layers make of images takes many times their memory.
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
