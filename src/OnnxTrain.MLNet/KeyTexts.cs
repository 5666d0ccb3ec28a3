using Microsoft.ML;
using Microsoft.ML.Data;

namespace OnnxTrain;

/// <summary>The texts of the keys of a column.</summary>
internal sealed class KeyTexts
{
    private const string KeyValues = "KeyValues";

    private readonly string[]? _values;

    private KeyTexts(string[]? values) => _values = values;

    /// <summary>Those that the annotations of the column name; else each key is its number from 0, as ML.NET's loaders take it.</summary>
    public static KeyTexts Of(DataViewSchema.Column column) => new(
        column.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type is VectorDataViewType { ItemType: var item }
            && ItemTypes.CellOf(item) is not null
            ? ItemTypes.Visit(item.RawType, new Reading(column))
            : null);

    /// <summary>The text of a key, counted from 1; "" for 0, which is missing.</summary>
    /// <exception cref="FormatException">There is no such key.</exception>
    public string Text(ulong key)
    {
        if (key == 0) return "";
        if (_values is null) return Invariant($"{key - 1}");
        return key <= (ulong)_values.Length
            ? _values[key - 1]
            : throw new FormatException(Invariant($"The key {key} is beyond the {_values.Length} that the column names."));
    }

    private readonly struct Reading(DataViewSchema.Column column) : IItemVisitor<string[]>
    {
        public string[] Visit<T>()
        {
            var values = default(VBuffer<T>);
            column.Annotations.GetValue(KeyValues, ref values);
            return [.. values.DenseValues().Select(ItemTypes.Text)];
        }
    }
}
