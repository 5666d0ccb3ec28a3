using Microsoft.ML;
using Microsoft.ML.Data;

namespace OnnxTrain;

/// <summary>A column of a data view, and the column of rows that is made of it.</summary>
internal sealed class DataViewColumn
{
    private readonly DataViewType _item;
    private readonly KeyTexts? _keys;

    private DataViewColumn(DataViewSchema.Column source, RowColumn column, DataViewType item)
    {
        (Source, Column, _item) = (source, column, item);
        _keys = item is KeyDataViewType ? KeyTexts.Of(source) : null;
    }

    public DataViewSchema.Column Source { get; }

    public RowColumn Column { get; }

    /// <exception cref="DataException">Its type cannot be read.</exception>
    public static DataViewColumn Of(string source, DataViewSchema.Column column, RowSourceOptions options)
    {
        var vector = column.Type as VectorDataViewType;
        if (vector is { IsKnownSize: false })
            throw CellColumns.Unreadable(source, column.Name, $"{column.Type}, whose sizes differ from row to row,");
        var item = vector?.ItemType ?? column.Type;
        if (ItemTypes.CellOf(item) is not { } cell) throw CellColumns.Unreadable(source, column.Name, $"{column.Type}");
        var single = CellColumns.Of(column.Name, cell, CellValue.IsWide(item.RawType), options);
        return new(column, vector is null ? single : ItemTypes.Vector(single, item.RawType, vector.Dimensions.AsSpan()), item);
    }

    /// <summary>Gives the values of the rows that a cursor is at.</summary>
    public DataViewCell Open(DataViewRow row) => ItemTypes.Visit(_item.RawType, new Opening(this, row));

    private readonly struct Opening(DataViewColumn column, DataViewRow row) : IItemVisitor<DataViewCell>
    {
        public DataViewCell Visit<T>()
        {
            Action<ColumnFiller, int, T> put = column._keys is { } keys
                ? (filler, to, code) => filler.Put(to, keys.Text(ItemTypes.Code(code)))
                : ItemTypes.Put;
            return column.Source.Type is VectorDataViewType
                ? new VectorCell<T>(row.GetGetter<VBuffer<T>>(column.Source), put, column.Column.RowLength)
                : new ScalarCell<T>(row.GetGetter<T>(column.Source), put);
        }
    }
}
