using Microsoft.ML;

namespace OnnxTrain;

/// <summary>The rows of a data view.</summary>
internal sealed class DataViewSource : IRowSource, INamedRows
{
    private readonly IDataView _view;
    private readonly DataViewColumn[] _columns;

    private DataViewSource(IDataView view, DataViewColumn[] columns, string name)
    {
        (_view, _columns, Name) = (view, columns, name);
        Columns = [.. columns.Select(column => column.Column)];
    }

    public string Name { get; }

    public IReadOnlyList<RowColumn> Columns { get; }

    public long? RowCount => _view.GetRowCount();

    public bool IsRandomAccess => false;

    /// <exception cref="DataException">A column cannot be read, or there is none.</exception>
    public static DataViewSource Of(IDataView view, RowSourceOptions options, string name)
    {
        DataViewSchema.Column[] columns =
            [.. view.Schema.Where(column => !column.IsHidden && !options.Ignore.Contains(column.Name))];
        CellColumns.RequireNames(name, [.. columns.Select(column => column.Name)]);
        return new(view, [.. columns.Select(column => DataViewColumn.Of(name, column, options))], name);
    }

    public IRowReader Open(ReadOnlySpan<int> columns)
    {
        DataViewColumn[] wanted = [.. columns.ToArray().Select(column => _columns[column])];
        return new DataViewReader(Name, RowCount, _view.GetRowCursor(wanted.Select(column => column.Source)), wanted);
    }

    public string Fingerprint() => RowFingerprint.InOnePass(this);
}
