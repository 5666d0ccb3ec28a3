namespace OnnxTrain;

/// <summary>Reduces the number of points without a visible difference.</summary>
internal static class Thinning
{
    /// <summary>At most <paramref name="most"/> of the items, evenly spaced, including the first and the last.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? items
        : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];

    /// <summary>The lowest and the highest values of at most <paramref name="most"/> segments of a curve, so that peaks are kept.</summary>
    public static IReadOnlyList<(double X, double Y)> Envelope(IReadOnlyList<(double X, double Y)> points, int most)
    {
        if (points.Count <= 2 * most) return points;
        var kept = new List<(double X, double Y)>(2 * most);
        for (var part = 0; part < most; part++)
        {
            var (from, to) = ((int)((long)part * points.Count / most), (int)((part + 1L) * points.Count / most));
            var (low, high) = (from, from);
            for (var i = from; i < to; i++)
            {
                if (points[i].Y < points[low].Y) low = i;
                if (points[i].Y > points[high].Y) high = i;
            }

            kept.Add(points[Math.Min(low, high)]);
            if (low != high) kept.Add(points[Math.Max(low, high)]);
        }

        return kept;
    }
}
