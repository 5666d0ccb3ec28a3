using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <content>Rows of several sizes.</content>
public sealed partial class Dataset
{
    /// <summary>
    /// Joins the rows of several data sets or other sources, in order. Their rows may have different sizes, such as sequences of different
    /// lengths: a model with named axes is trained on batches of rows of one size each.
    /// </summary>
    /// <param name="parts">Sources whose columns differ only in the lengths of axes, such as a data set for each length.</param>
    /// <returns>A view of the sources.</returns>
    /// <exception cref="ArgumentException">There is no source, or the columns differ in more than lengths.</exception>
    /// <exception cref="NotSupportedException">A source is read forward only.</exception>
    public static IRowSource Join(params IReadOnlyList<IRowSource> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new JoinedRows(parts);
    }

    /// <summary>Creates rows with class labels from one tensor per row, of any lengths.</summary>
    /// <typeparam name="T">float, double, long or byte.</typeparam>
    /// <param name="rows">The features of each row, […]: the same number of axes in each, such as [steps, 8].</param>
    /// <param name="labels">The class of each row, as in <see cref="Dataset(RowTensor, ReadOnlySpan{int}, int)"/>.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The rows in the given order, in one bucket per size.</returns>
    /// <exception cref="ArgumentException">There are no rows, or the numbers of rows and labels, or of axes, differ.</exception>
    /// <exception cref="DataException">A number is NaN or infinite, or a label is out of range.</exception>
    public static IRowSource OfRows<T>(IReadOnlyList<Tensor<T>> rows, ReadOnlySpan<int> labels, int classes)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (labels.Length != rows.Count) throw new ArgumentException($"There are {labels.Length} labels and {rows.Count} rows.");
        var all = labels.ToArray();
        return OfGroups(rows, Text, places => new(Stacked(rows, places), Array.ConvertAll(places, place => all[place]), classes));

        string Text(int row) => SizeText(rows[row]);
    }

    /// <summary>Creates rows with regression targets, or a class for each position, from one tensor per row, of any lengths.</summary>
    /// <typeparam name="T">float, double, long or byte.</typeparam>
    /// <typeparam name="TTarget">float, double, long or byte.</typeparam>
    /// <param name="rows">The features of each row, […]: the same number of axes in each, such as [steps, 8].</param>
    /// <param name="targets">The targets of each row, […]: the same number of axes in each, such as [1] or [steps].</param>
    /// <returns>The rows in the given order, in one bucket per size.</returns>
    /// <exception cref="ArgumentException">There are no rows, or the numbers of rows and targets, or of axes, differ.</exception>
    /// <exception cref="DataException">A number is NaN or infinite.</exception>
    public static IRowSource OfRows<T, TTarget>(IReadOnlyList<Tensor<T>> rows, IReadOnlyList<Tensor<TTarget>> targets)
        where T : unmanaged, INumber<T>
        where TTarget : unmanaged, INumber<TTarget>
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Count != rows.Count) throw new ArgumentException($"There are targets for {targets.Count} rows and {rows.Count} rows.");
        return OfGroups(rows, Text, places => new(Stacked(rows, places), Stacked(targets, places)));

        string Text(int row) => $"{SizeText(rows[row])} {SizeText(targets[row])}";
    }

    /// <summary>One data set per size, joined, in the order of the rows.</summary>
    private static IRowSource OfGroups<T>(IReadOnlyList<Tensor<T>> rows, Func<int, string> size, Func<int[], Dataset> group)
    {
        if (rows.Count == 0) throw new ArgumentException("At least one row is needed.", nameof(rows));
        int[][] groups = [.. Enumerable.Range(0, rows.Count).GroupBy(size, StringComparer.Ordinal).Select(places => places.ToArray())];
        if (groups.Length == 1) return group(groups[0]);
        var order = new long[rows.Count];
        var next = 0;
        foreach (var row in groups.SelectMany(places => places)) order[row] = next++;
        return Join([.. groups.Select(group)]).Select(order);
    }

    private static string SizeText<T>(Tensor<T> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return $"[{InvariantText.Join(", ", row.Lengths)}]";
    }

    /// <summary>Rows of one size as a tensor, [rows, …].</summary>
    private static RowTensor<T> Stacked<T>(IReadOnlyList<Tensor<T>> rows, int[] places)
        where T : unmanaged, INumber<T>
    {
        var first = rows[places[0]];
        var length = checked((int)first.FlattenedLength);
        var elements = new T[checked(length * places.Length)];
        for (var i = 0; i < places.Length; i++) rows[places[i]].FlattenTo(elements.AsSpan(i * length, length));
        return new(Tensor.Create(elements, [places.Length, .. first.Lengths]));
    }
}
