namespace OnnxTrain;

/// <summary>Reads the class of each row.</summary>
internal static class RowLabels
{
    /// <summary>The class of each row; null if the rows have none.</summary>
    public static int[]? TryRead(IRowSource source)
    {
        var roles = new RowRoles(source);
        return roles.Label is null ? null : Read(source, roles.Places[roles.Answer]);
    }

    /// <summary>A column of int64.</summary>
    public static int[] Read(IRowSource source, int column)
    {
        var labels = new List<int>();
        RowScan.Run(source, [column], (block, _, count) =>
        {
            foreach (var label in block.Values<long>(0)[..count]) labels.Add(checked((int)label));
        });
        return [.. labels];
    }
}
