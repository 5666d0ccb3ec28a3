namespace OnnxTrain.Benchmarks.Geometry;

/// <summary>y, and the gradients of ½ Σ y² by the inputs, in float64 by plain loops.</summary>
internal sealed class GeometryReference
{
    private readonly List<(int Y, int X, int Tap, double Factor)> _plane = [];

    public GeometryReference(GeometryCase geometry, double[] x, double[] w, double[] b)
    {
        Combine(geometry.Axes, 0, 0, 0, 0, 1);
        int inputs = geometry.Axes.Aggregate(1, (n, a) => n * a.Inputs), outputs = geometry.Axes.Aggregate(1, (n, a) => n * a.Outputs);
        Y = new double[2 * geometry.Outputs * outputs];
        (X, W, B) = (new double[x.Length], new double[w.Length], new double[b.Length]);
        var terms = Terms(geometry, inputs, outputs).ToArray();
        if (geometry.IsMaximum)
            terms = [.. terms.GroupBy(t => t.Y).Select(window => window.OrderByDescending(t => x[t.X]).ThenBy(t => t.X).First())];
        var isCovered = new bool[Y.Length];
        foreach (var (to, from, weight, factor) in terms)
        {
            Y[to] += factor * x[from] * (w.Length > 0 ? w[weight] : 1);
            isCovered[to] = true;
        }

        for (var i = 0; i < Y.Length; i++)
        {
            if (!isCovered[i]) Y[i] = geometry.Outside;
            if (b.Length > 0) Y[i] += b[i / outputs % b.Length];
        }

        foreach (var (to, from, weight, factor) in terms)
        {
            X[from] += factor * Y[to] * (w.Length > 0 ? w[weight] : 1);
            if (w.Length > 0) W[weight] += factor * Y[to] * x[from];
        }

        for (var i = 0; i < Y.Length && b.Length > 0; i++) B[i / outputs % b.Length] += Y[i];
    }

    public double[] Y { get; }

    public double[] X { get; }

    public double[] W { get; }

    public double[] B { get; }

    private IEnumerable<(int Y, int X, int Weight, double Factor)> Terms(GeometryCase geometry, int inputs, int outputs)
    {
        var (channels, targets) = (geometry.Channels / geometry.Groups, geometry.Outputs / geometry.Groups);
        var taps = geometry.Weights is { } sizes ? sizes.Skip(2).Aggregate(1, (n, k) => n * k) : 1;
        for (var n = 0; n < 2; n++)
        {
            for (var o = 0; o < geometry.Outputs; o++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var group = o / targets;
                    var channel = (group * channels) + c;
                    var weight = geometry.IsTransposed ? (channel * targets) + (o % targets) : (o * channels) + c;
                    foreach (var t in _plane)
                        yield return (
                            (((n * geometry.Outputs) + o) * outputs) + t.Y,
                            (((n * geometry.Channels) + channel) * inputs) + t.X,
                            (weight * taps) + t.Tap,
                            t.Factor);
                }
            }
        }
    }

    private void Combine(GeometryAxis[] axes, int axis, int y, int x, int tap, double factor)
    {
        if (axis == axes.Length)
        {
            _plane.Add((y, x, tap, factor));
            return;
        }

        foreach (var t in axes[axis].Terms)
            Combine(
                axes, axis + 1,
                (y * axes[axis].Outputs) + t.Y,
                (x * axes[axis].Inputs) + t.X,
                (tap * axes[axis].Kernel) + t.Tap,
                factor * t.Factor);
    }
}
