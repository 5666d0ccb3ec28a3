namespace OnnxTrain.Tests.Ops;

/// <summary>A tensor of the references: float64 in row-major order, read by index. Truth values are 0 and 1.</summary>
internal sealed class Nd(int[] sizes, double[] items)
{
    public int[] Sizes => sizes;

    public double[] Items => items;

    /// <summary>The elements of a tensor of strings, whose <see cref="Items"/> are empty.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>The element at an index; one of length 1 or missing in front stands for all, as in broadcasting.</summary>
    public double this[params int[] index]
    {
        get
        {
            var at = 0;
            for (var axis = 0; axis < sizes.Length; axis++)
            {
                var i = index[index.Length - sizes.Length + axis];
                at = (at * sizes[axis]) + (sizes[axis] == 1 ? 0 : i);
            }

            return items[at];
        }
    }

    /// <summary>The tensor whose element at each index is what <paramref name="element"/> says.</summary>
    public static Nd Of(int[] sizes, Func<int[], double> element)
    {
        var items = new double[sizes.Aggregate(1, (product, size) => product * size)];
        var index = new int[sizes.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = element(index);
            for (var axis = sizes.Length - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--) index[axis] = 0;
        }

        return new(sizes, items);
    }

    public Nd Map(Func<double, double> f) => Of(sizes, i => f(this[i]));

    /// <summary>Element by element, broadcast by the rule of NumPy.</summary>
    public static Nd Zip(Nd a, Nd b, Func<double, double, double> f) => Of(Stretch(a.Sizes, b.Sizes), i => f(a[i], b[i]));

    public static Nd Zip(Nd a, Nd b, Func<double, double, bool> f) => Zip(a, b, (x, y) => f(x, y) ? 1.0 : 0.0);

    /// <summary>The elements along <paramref name="axes"/> (all if none) put together by <paramref name="fold"/>.</summary>
    public Nd Reduce(int[] axes, bool keep, Func<IEnumerable<double>, double> fold)
    {
        if (axes.Length == 0) axes = [.. Enumerable.Range(0, sizes.Length)];
        int[] kept = [.. sizes.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        int[] inner = [.. sizes.Select((size, axis) => axes.Contains(axis) ? size : 1)];
        var result = Of(kept, i => fold(Of(inner, j => this[[.. i.Zip(j, (a, b) => a + b)]]).Items));
        return new(keep ? kept : [.. kept.Where((_, axis) => !axes.Contains(axis))], result.Items);
    }

    public static int[] Stretch(int[] a, int[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        return [.. Enumerable.Range(0, rank).Select(axis =>
        {
            var (x, y) = (axis - rank + a.Length, axis - rank + b.Length);
            return x < 0 ? b[y] : y < 0 ? a[x] : a[x] == 1 ? b[y] : a[x];
        })];
    }

    /// <summary>Where the element at an index lies in row-major order.</summary>
    public static int Flat(IEnumerable<int> index, int[] sizes) =>
        index.Zip(sizes).Aggregate(0, (at, pair) => (at * pair.Second) + pair.First);

    /// <summary>The same index with one axis replaced.</summary>
    public static int[] With(int[] index, int axis, int value)
    {
        var copy = (int[])index.Clone();
        copy[axis] = value;
        return copy;
    }
}
