using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>
/// Normalization of x [batch, groups, channels of a group, inner], each group of a row by its own mean and variance, then scaled and moved
/// by channel. Layer normalization has one group and as many channels as elements; instance normalization a group for each channel.
/// </summary>
/// <param name="batch">Rows.</param>
/// <param name="groups">Groups of a row.</param>
/// <param name="channels">Channels of a group.</param>
/// <param name="inner">Elements of a channel.</param>
/// <param name="epsilon">ε.</param>
/// <param name="isCentered">Whether the mean is taken off; else the mean square stands for the variance.</param>
internal sealed unsafe class GroupedNormalization<T>(int batch, int groups, int channels, int inner, double epsilon, bool isCentered)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements that a thread takes at a time, at least, and channels whose sums it takes.</summary>
    private const int Grain = 16384, Columns = 64;

    private readonly int _size = channels * inner;

    /// <summary>y = (x − mean) · r · scale + bias with r = 1/√(variance + ε); without a bias if its length is 0.</summary>
    public ParallelLoop Forward(Block<T> x, Block<T> scale, Block<T> bias, Block<T> y) => OverGroups((group, _) =>
    {
        T* from = x.Pointer + ((nint)group * _size), to = y.Pointer + ((nint)group * _size);
        var first = group % groups * channels;
        var (mean, r) = Statistics(from);
        T m = T.CreateTruncating(mean), factor = T.CreateTruncating(r);
        if (inner == 1)
        {
            Runs.Scale(from, channels, m, factor, T.Zero, to);
            var row = new Span<T>(to, channels);
            if (bias.Length == 0) TensorPrimitives.Multiply(row, scale.Span.Slice(first, channels), row);
            else TensorPrimitives.MultiplyAdd(row, scale.Span.Slice(first, channels), bias.Span.Slice(first, channels), row);
            return;
        }

                for (var c = 0; c < channels; c++)
                    Runs.Scale(
                        from + (c * inner), inner, m, factor * scale.Pointer[first + c],
                        bias.Length == 0 ? T.Zero : bias.Pointer[first + c], to + (c * inner));
            });

    /// <summary>
    /// With d = x − mean, h = g · scale and n elements of a group: dx = r · (h − Σ h / n − d · r² · Σ h · d / n), where uncentered d = x
    /// and without Σ h; dscale = Σ g · d · r and dbias = Σ g over rows and elements of a channel.
    /// </summary>
    public Action Backward(Block<T> x, Block<T> scale, Block<T> g, Block<T> dx, Block<T> dscale, Block<T> dbias, Scratch scratch)
    {
        var (all, grain) = (groups * channels, GrainOf());

        // Sums over rows are taken apart for each chunk, or each row where it has several groups, and then joined in their order.
        var parts = groups > 1 ? batch : (batch + grain - 1) / grain;
        var sums = scratch.Allocate<T>(parts * 2 * all);
        var rows = OverGroups((group, isFirst) =>
        {
            var first = group % groups * channels;
            var products = sums.Pointer + ((groups > 1 ? group / groups : group / grain) * 2 * all) + first;
            if (isFirst || groups > 1)
            {
                new Span<T>(products, channels).Clear();
                new Span<T>(products + all, channels).Clear();
            }

            var at = (nint)group * _size;
            BackwardGroup(x.Pointer + at, scale.Pointer + first, g.Pointer + at, dx.Pointer + at, products, products + all);
        });
        var join = new ParallelLoop(all, Columns, (from, to) =>
        {
            var products = dscale.Span[from..to];
            var totals = dbias.Length == 0 ? default : dbias.Span[from..to];
            products.Clear();
            totals.Clear();
            for (var part = 0; part < parts; part++)
            {
                TensorPrimitives.Add(products, sums.Span.Slice((part * 2 * all) + from, products.Length), products);
                if (!totals.IsEmpty) TensorPrimitives.Add(totals, sums.Span.Slice((((part * 2) + 1) * all) + from, totals.Length), totals);
            }
        });
        return () =>
        {
            rows.Run();
            join.Run();
        };
    }

    private void BackwardGroup(T* x, T* scale, T* g, T* dx, T* products, T* sums)
    {
        var (mean, r) = Statistics(x);
        T m = T.CreateTruncating(mean), factor = T.CreateTruncating(r);
        var (sum, product) = (0.0, 0.0);
        if (inner == 1)
        {
            Runs.Accumulate(g, x, channels, m, factor, products, sums);
            TensorPrimitives.Multiply(new ReadOnlySpan<T>(g, channels), new ReadOnlySpan<T>(scale, channels), new(dx, channels));
            for (var i = 0; i < channels; i += Runs.Tile) Add(dx + i, x + i, Math.Min(Runs.Tile, channels - i), 1);
        }
        else
        {
            for (var c = 0; c < channels; c++)
            {
                var (s, p) = (sum, product);
                (sum, product) = (0, 0);
                for (var i = 0; i < inner; i += Runs.Tile) Add(g + (c * inner) + i, x + (c * inner) + i, Math.Min(Runs.Tile, inner - i), 1);
                sums[c] += T.CreateTruncating(sum);
                products[c] += T.CreateTruncating(product * r);
                var weight = double.CreateTruncating(scale[c]);
                (sum, product) = (s + (weight * sum), p + (weight * product));
            }
        }

        T slope = T.CreateTruncating(-r * r * r * product / _size), offset = isCentered ? T.CreateTruncating(-r * sum / _size) : T.Zero;
        if (inner == 1) Runs.Combine(dx, x, channels, m, factor, slope, offset, dx);
        else
        {
            for (var c = 0; c < channels; c++)
                Runs.Combine(g + (c * inner), x + (c * inner), inner, m, factor * scale[c], slope, offset, dx + (c * inner));
        }

        void Add(T* h, T* from, int count, double weight)
        {
            var (s, p) = Runs.Products(h, from, count, m);
            (sum, product) = (sum + (weight * double.CreateTruncating(s)), product + (weight * double.CreateTruncating(p)));
        }
    }

    /// <summary>What is taken off, and 1/√(variance + ε).</summary>
    private (double Mean, double Factor) Statistics(T* x)
    {
        var moments = default(Moments);
        moments.Add(x, _size);
        return isCentered ? (moments.Mean, 1 / Math.Sqrt(moments.Variance + epsilon)) : (0, 1 / Math.Sqrt(moments.MeanSquare + epsilon));
    }

    private int GrainOf() => Math.Max(1, Grain / Math.Max(1, _size));

    /// <summary>Runs for each group of each row; the flag says whether it is the first of a chunk.</summary>
    private ParallelLoop OverGroups(Action<int, bool> body) => new(batch * groups, GrainOf(), (from, to) =>
    {
        for (var group = from; group < to; group++) body(group, group == from);
    });
}
