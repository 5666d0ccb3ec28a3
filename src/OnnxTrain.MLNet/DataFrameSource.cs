using Microsoft.Data.Analysis;

namespace OnnxTrain;

/// <summary>The rows of a data frame.</summary>
internal sealed class DataFrameSource : IRowSource, INamedRows
{
    private readonly DataFrame _frame;
    private readonly DataFrameColumn[] _sources;

    private DataFrameSource(DataFrame frame, DataFrameColumn[] sources, RowColumn[] columns, string name) =>
        (_frame, _sources, Columns, Name) = (frame, sources, columns, name);

    public string Name { get; }

    public IReadOnlyList<RowColumn> Columns { get; }

    public long? RowCount => _frame.Rows.Count;

    public bool IsRandomAccess => true;

    /// <exception cref="DataException">A column cannot be read, or there is none.</exception>
    public static DataFrameSource Of(DataFrame frame, RowSourceOptions options, string name)
    {
        DataFrameColumn[] sources = [.. frame.Columns.Where(column => !options.Ignore.Contains(column.Name))];
        CellColumns.RequireNames(name, [.. sources.Select(column => column.Name)]);
        return new(frame, sources, [.. sources.Select(column => Column(column, options, name))], name);
    }

    public IRowReader Open(ReadOnlySpan<int> columns)
    {
        var wanted = columns.ToArray();
        return new DataFrameReader(Name, RowCount!.Value, [.. wanted.Select(i => _sources[i])], [.. wanted.Select(i => Columns[i])]);
    }

    public string Fingerprint() => RowFingerprint.InOnePass(this);

    private static RowColumn Column(DataFrameColumn column, RowSourceOptions options, string name)
    {
        var item = DataFrameVectors.ItemOf(column);
        var type = item ?? column.DataType;
        if (ItemTypes.CellOf(type) is not { } cell) throw CellColumns.Unreadable(name, column.Name, type.Name);
        var single = CellColumns.Of(column.Name, cell, column.NullCount > 0 || CellValue.IsWide(type), options);
        if (item is null) return single;
        return DataFrameVectors.LengthOf(column, item) is { } length
            ? ItemTypes.Vector(single, item, [length])
            : throw CellColumns.Unreadable(name, column.Name, $"vector of {item.Name}, whose sizes differ from row to row,");
    }
}
