namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>One summand along one axis: y[Y] gets Factor · x[X], times the weight Tap of a convolution.</summary>
internal readonly record struct AxisTerm(int Y, int X, int Tap, double Factor);

/// <summary>
/// What an operator does along one axis, as plain loops over positions and taps say it; no output where it has to be refused.
/// </summary>
/// <param name="Inputs">Elements before.</param>
/// <param name="Outputs">Elements after; below 1 where nothing is left.</param>
/// <param name="Terms">All summands.</param>
internal sealed record GeometryAxis(int Inputs, int Outputs, IReadOnlyList<AxisTerm> Terms)
{
    /// <summary>Taps of the window.</summary>
    public int Kernel { get; init; } = 1;

    /// <summary>Whether each output has a summand.</summary>
    public bool IsCovered => Terms.Select(t => t.Y).Distinct().Count() == Outputs;

    /// <summary>y[p] = Σ w[k] · x[p · stride + k · dilation − before].</summary>
    public static GeometryAxis Window(int size, WindowDraw w, int positions)
    {
        List<AxisTerm> terms = [];
        for (var p = 0; p < positions; p++)
        {
            for (var k = 0; k < w.Kernel; k++)
            {
                var at = (p * w.Stride) + (k * w.Dilation) - w.Before;
                if (at >= 0 && at < size) terms.Add(new(p, at, k, 1));
            }
        }

        return new(size, positions, terms) { Kernel = w.Kernel };
    }

    /// <summary>y[i · stride + k · dilation − before] += w[k] · x[i].</summary>
    public static GeometryAxis Transposed(int size, WindowDraw w, int outputPadding)
    {
        var outputs = ((size - 1) * w.Stride) - w.Before - w.After + ((w.Kernel - 1) * w.Dilation) + outputPadding + 1;
        List<AxisTerm> terms = [];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < w.Kernel; k++)
            {
                var at = (i * w.Stride) + (k * w.Dilation) - w.Before;
                if (at >= 0 && at < outputs) terms.Add(new(at, i, k, 1));
            }
        }

        return new(size, outputs, terms) { Kernel = w.Kernel };
    }

    /// <summary>The mean under each position: of all taps up to the end of the padding, or of those within the axis.</summary>
    public static GeometryAxis Mean(int size, WindowDraw w, int positions, bool countsPadding)
    {
        var sum = Window(size, w, positions);
        return sum with
        {
            Terms = [.. sum.Terms.Select(t => t with
            {
                Factor = 1.0 / (countsPadding
                    ? Enumerable.Range(0, w.Kernel).Count(k => (t.Y * w.Stride) + (k * w.Dilation) - w.Before < size + w.After)
                    : sum.Terms.Count(other => other.Y == t.Y)),
            })],
        };
    }

    /// <summary>Part i goes from ⌊i · size / parts⌋ to ⌈(i + 1) · size / parts⌉.</summary>
    public static GeometryAxis Adaptive(int size, int parts, bool isMean)
    {
        List<AxisTerm> terms = [];
        for (var i = 0; i < parts; i++)
        {
            var (start, end) = (i * size / parts, (((i + 1) * size) + parts - 1) / parts);
            for (var at = start; at < end; at++) terms.Add(new(i, at, 0, isMean ? 1.0 / (end - start) : 1));
        }

        return new(size, parts, terms);
    }

    /// <summary>Elements before and behind by the mode; no output where an axis is too short to be reflected.</summary>
    public static GeometryAxis Pad(int size, int before, int after, PadMode mode)
    {
        if (mode == PadMode.Reflect && Math.Max(before, after) >= size) return new(size, 0, []);
        if (mode == PadMode.Circular && Math.Max(before, after) > size) return new(size, 0, []);
        List<AxisTerm> terms = [];
        for (var y = 0; y < before + size + after; y++)
        {
            var at = y - before;
            if (mode == PadMode.Replicate) at = at < 0 ? 0 : at >= size ? size - 1 : at;
            if (mode == PadMode.Reflect) at = at < 0 ? -at : at >= size ? size - 1 - (at - (size - 1)) : at;
            if (mode == PadMode.Circular) at = at < 0 ? at + size : at >= size ? at - size : at;
            if (at >= 0 && at < size) terms.Add(new(y, at, 0, 1));
        }

        return new(size, before + size + after, terms);
    }

    /// <summary>Outputs of given indices.</summary>
    public static GeometryAxis Selection(int size, IEnumerable<int> indices)
    {
        AxisTerm[] terms = [.. indices.Select((x, y) => new AxisTerm(y, Math.Clamp(x, 0, size - 1), 0, 1))];
        return new(size, terms.Length, terms);
    }
}
