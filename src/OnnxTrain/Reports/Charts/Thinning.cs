namespace OnnxTrain;

/// <summary>Fewer points than the data have, where nobody would see the difference.</summary>
internal static class Thinning
{
    /// <summary>At most <paramref name="most"/> of the items, evenly spread, the first and the last among them.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? items
        : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];

    /// <summary>A course of values in at most <paramref name="most"/> parts, the lowest and the highest of each: peaks stay.</summary>
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
