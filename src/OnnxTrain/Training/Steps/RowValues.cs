using System.Numerics;

namespace OnnxTrain;

/// <summary>
/// Collects numbers of rows from batches, and sorts them by row: batches of several sizes are not in the order of the rows.
/// </summary>
/// <param name="isInOrder">Whether the batches are in the order of the rows.</param>
internal sealed class RowValues(bool isInOrder)
{
    private readonly List<double> _values = [];
    private readonly List<(long Row, int Start, int Length)> _places = [];

    public int Count => _values.Count;

    /// <summary>Adds the numbers of a batch, equally many per row.</summary>
    public void Add<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> rows)
        where T : INumberBase<T>
    {
        var length = values.Length / rows.Length;
        for (var i = 0; i < rows.Length && !isInOrder; i++) _places.Add((rows[i], _values.Count + (i * length), length));
        foreach (var value in values) _values.Add(double.CreateChecked(value));
    }

    /// <summary>The numbers in the order of the rows.</summary>
    public double[] ToArray()
    {
        if (isInOrder) return [.. _values];
        var (ordered, next) = (new double[_values.Count], 0);
        foreach (var (_, start, length) in _places.OrderBy(place => place.Row))
        {
            for (var i = 0; i < length; i++) ordered[next++] = _values[start + i];
        }

        return ordered;
    }
}
