namespace OnnxTrain;

/// <summary>Objects as rows, by a function for each column: <see cref="Rows.From{T}(IEnumerable{T}, Action{ObjectColumns{T}})"/>.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class ObjectRows<T> : IRowSource, INamedRows
{
    private readonly IEnumerable<T> _items;
    private readonly ObjectColumns<T> _columns;

    internal ObjectRows(IEnumerable<T> items, ObjectColumns<T> columns) => (_items, _columns) = (items, columns);

    /// <inheritdoc/>
    public IReadOnlyList<RowColumn> Columns => _columns.Columns;

    /// <inheritdoc/>
    public long? RowCount => _items switch
    {
        IReadOnlyCollection<T> items => items.Count,
        ICollection<T> items => items.Count,
        _ => null,
    };

    /// <inheritdoc/>
    public bool IsRandomAccess => _items is IReadOnlyList<T> or IList<T>;

    string INamedRows.Name => typeof(T).Name;

    /// <inheritdoc/>
    public IRowReader Open(ReadOnlySpan<int> columns)
    {
        var places = columns.ToArray();
        return _items switch
        {
            IReadOnlyList<T> items => new ObjectListReader<T>(items.Count, row => items[row], _columns, places),
            IList<T> items => new ObjectListReader<T>(items.Count, row => items[row], _columns, places),
            _ => new ObjectReader<T>(_items, RowCount, _columns, places),
        };
    }

    /// <summary>A hash of all values.</summary>
    public string Fingerprint() => RowFingerprint.InOnePass(this);

    /// <summary>The same columns of other objects, such as those to predict for.</summary>
    /// <param name="items">The objects.</param>
    /// <returns>The rows.</returns>
    public ObjectRows<T> Of(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new(items, _columns);
    }
}
