using System.Collections.Frozen;

namespace OnnxTrain;

/// <summary>Collects the rows of a table from blocks.</summary>
internal sealed class TableBuilder
{
    private readonly TableColumn[] _columns;
    private readonly int[] _blockPlaces;
    private readonly string _name;
    private readonly IRowSource _source;

    /// <param name="source">The rows.</param>
    /// <param name="columns">The columns of the table, by their places in the source.</param>
    /// <param name="types">The kinds of columns that are not to follow from the columns' types.</param>
    /// <param name="read">The columns of the blocks, by their places in the source; those of the table unless given.</param>
    /// <exception cref="ArgumentException">A column has several values a row.</exception>
    public TableBuilder(IRowSource source, int[] columns, IReadOnlyDictionary<string, ColumnKind>? types, int[]? read = null)
    {
        (_source, _name) = (source, RowTables.NameOf(source));
        types ??= FrozenDictionary<string, ColumnKind>.Empty;
        _columns = [.. columns.Select(place => TableColumn.Of(Single(source.Columns[place]), types, PlaceOf))];
        _blockPlaces = [.. columns.Select(place => Array.IndexOf(read ?? columns, place))];
    }

    public long RowCount { get; private set; }

    /// <summary>Adds the first rows of a block.</summary>
    /// <exception cref="DataException">A value does not fit its column, or there are too many rows.</exception>
    public void Add(RowBlock block, long first, int count)
    {
        if (RowCount + count > Array.MaxLength) throw new DataException($"{_name} has too many rows for a table; read a part of them.");
        for (var c = 0; c < _columns.Length; c++) _columns[c].Add(block, _blockPlaces[c], first, count);
        RowCount += count;
    }

    /// <summary>The table.</summary>
    /// <param name="first">The place of its first row in the source.</param>
    /// <exception cref="DataException">There are no rows.</exception>
    public CsvTable Finish(long first = 0)
    {
        if (RowCount == 0) throw new DataException($"{_name} has no rows.");
        var rows = new int[RowCount];
        for (var i = 0; i < rows.Length; i++) rows[i] = (int)Math.Min(first + i + 1, int.MaxValue);
        return new(_name, [.. _columns.Select(column => column.Finish())], rows) { IsText = false };
    }

    private string PlaceOf(long row) => _source is CsvTable table ? table.PlaceOf((int)row) : Invariant($"{_name}, row {row + 1}");

    private static RowColumn Single(RowColumn column) => column.RowShape.IsFixed && column.RowLength == 1
        ? column
        : throw new ArgumentException(
            $"The column '{column.Name}' is {column.ElementType.Text()}{column.RowText}; a table has one value to a row. Leave it out by "
                + $"{nameof(RowViews.WithColumns)}.");
}
