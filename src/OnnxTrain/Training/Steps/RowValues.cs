using System.Numerics;

namespace OnnxTrain;

/// <summary>
/// Collects numbers of rows from batches, and sorts them by row: batches of several sizes are not in the order of the rows.
/// </summary>
/// <param name="isInOrder">Whether the batches are in the order of the rows.</param>
/// <param name="rows">The number of all rows.</param>
internal sealed class RowValues(bool isInOrder, int rows)
{
    private readonly List<(long Row, int Start, int Length)> _places = [];
    private double[] _values = [];

    public int Count { get; private set; }

    /// <summary>Adds the numbers of a batch, equally many per row.</summary>
    public void Add<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> rows)
        where T : INumberBase<T>
    {
        var length = values.Length / rows.Length;
        for (var i = 0; i < rows.Length && !isInOrder; i++) _places.Add((rows[i], Count + (i * length), length));
        Reserve(values.Length, length);
        foreach (var value in values) _values[Count++] = double.CreateChecked(value);
    }

    /// <summary>The numbers in the order of the rows. No more can be added.</summary>
    public double[] ToArray()
    {
        if (isInOrder)
        {
            Array.Resize(ref _values, Count);
            return _values;
        }

        var (ordered, next) = (new double[Count], 0);
        foreach (var (_, start, length) in _places.OrderBy(place => place.Row))
        {
            for (var i = 0; i < length; i++) ordered[next++] = _values[start + i];
        }

        return ordered;
    }

    /// <summary>Rows of one size fit at once: an array that grew would be twice in memory.</summary>
    private void Reserve(int more, int length)
    {
        var needed = checked(Count + more);
        if (needed <= _values.Length) return;
        var wanted = Math.Min(Math.Max((long)rows * length, 2L * _values.Length), Array.MaxLength);
        Array.Resize(ref _values, (int)Math.Max(needed, wanted));
    }
}
