namespace OnnxTrain;

/// <summary>Rows of objects in memory or as they come, by a function for each column.</summary>
public static class Rows
{
    /// <summary>The objects of a sequence as rows.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="items">The objects. A list or an array is read in any order; another sequence from the first to the last, each time
    /// that the rows are read.</param>
    /// <param name="columns">Names the columns: <c>c => c.Number("area", h => h.Area).Category("city", h => h.City)</c>.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">There is no column, or two have one name.</exception>
    public static ObjectRows<T> From<T>(IEnumerable<T> items, Action<ObjectColumns<T>> columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new(items, Of(columns));
    }

    /// <summary>The objects of an asynchronous sequence as rows, read from the first to the last.</summary>
    /// <typeparam name="T">The type of the objects.</typeparam>
    /// <param name="items">The objects; the same each time that the rows are read.</param>
    /// <param name="columns">Names the columns: <c>c => c.Number("area", h => h.Area).Category("city", h => h.City)</c>.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataException">There is no column, or two have one name.</exception>
    public static ObjectRows<T> From<T>(IAsyncEnumerable<T> items, Action<ObjectColumns<T>> columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new(new AsyncItems<T>(items), Of(columns));
    }

    private static ObjectColumns<T> Of<T>(Action<ObjectColumns<T>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var named = new ObjectColumns<T>();
        columns(named);
        CellColumns.RequireNames("The rows", [.. named.Columns.Select(column => column.Name)]);
        return named;
    }
}
