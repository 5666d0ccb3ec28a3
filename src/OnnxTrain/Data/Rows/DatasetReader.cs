namespace OnnxTrain;

/// <summary>Copies rows of tensors in memory.</summary>
internal sealed class DatasetReader(Dataset data, int[] columns) : IRowReader, IOrderedReader
{
    private readonly RowGatherer?[] _gatherers =
        Array.ConvertAll(columns, column => column < data.Features.Count ? data.Features[column].NewGatherer() : null);

    private readonly int _features = data.Features.Count;

    /// <summary>The features of each input, then targets or labels, then weights if there are any.</summary>
    public static RowColumn[] Columns(Dataset data)
    {
        var columns = new List<RowColumn>();
        for (var i = 0; i < data.Features.Count; i++)
            columns.Add(Of(data.Features.Count == 1 ? "features" : Invariant($"features{i}"), data.Features[i], RowRole.Feature));
        columns.Add(
            data.Targets is { } targets ? Of("target", targets, RowRole.Target)
                : new("label", ElementType.Int64, Shape.Scalar) { Role = RowRole.Target, Classes = data.Classes });
        if (!data.Weights.IsEmpty)
            columns.Add(new("weight", ElementType.Float32, Shape.Scalar) { Role = RowRole.Weight, IsFinite = true });
        return [.. columns];
    }

    public void Read(ReadOnlySpan<long> rows, RowBlock block)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            if (_gatherers[i] is { } gatherer) gatherer.Gather(rows, block, i);
            else if (column < _features) data.Features[column].Gather(rows, block, i);
            else if (column > _features) RowRange.Gather(data.Weights, rows, block.Values<float>(i));
            else if (data.Targets is { } targets) targets.Gather(rows, block, i);
            else Labels(rows, block.Values<long>(i));
        }
    }

    public int Read(long first, int count, RowBlock block)
    {
        var rows = RowRange.Of(first, count, data.RowCount);
        Read(rows, block);
        return rows.Length;
    }

    public void Ahead(ReadOnlyMemory<int> rows)
    {
        foreach (var gatherer in _gatherers) gatherer?.Ahead(rows);
    }

    public void Dispose()
    {
        foreach (var gatherer in _gatherers) gatherer?.Dispose();
    }

    private static RowColumn Of(string name, RowTensor tensor, RowRole role) =>
        new(name, tensor.ElementType, Shape.Of(tensor.Lengths[1..])) { Role = role, IsFinite = true };

    private void Labels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        for (var i = 0; i < rows.Length; i++) destination[i] = data.Labels[(int)rows[i]];
    }
}
