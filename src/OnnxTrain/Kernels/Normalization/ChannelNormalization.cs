using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Batch normalization of x [batch, channels, inner]. Threads share out channels: what a channel holds comes into the cache once for the
/// statistics and is still there to be normalized.
/// </summary>
internal sealed unsafe class ChannelNormalization<T>(int batch, int channels, int inner, double epsilon)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// Columns of [batch, channels] that are added up side by side, and elements that a thread takes at a time, at least.
    /// </summary>
    private const int Columns = 64, Grain = 16384;

    /// <summary>
    /// Elements of a run from which on its own mean and deviations, taken while it lies in the first-level cache, are cheaper than a second
    /// trip.
    /// </summary>
    private const int LongRun = 512;

    public ParallelLoop Forward(Block<T> x, Block<T> scale, Block<T> bias, Block<T> y, Block<T> mean, Block<T> variance)
    {
        if (inner == 1)
        {
            return OverColumns((first, count) =>
            {
                ColumnMoments(x.Pointer + first, count, mean.Pointer + first, variance.Pointer + first);
                Span<T> factors = stackalloc T[Columns];
                Factors(scale.Span.Slice(first, count), variance.Span.Slice(first, count), factors);
                for (var row = 0; row < batch; row++)
                {
                    var target = y.Span.Slice((row * channels) + first, count);
                    TensorPrimitives.Subtract(x.Span.Slice((row * channels) + first, count), mean.Span.Slice(first, count), target);
                    TensorPrimitives.MultiplyAdd(target, factors[..count], bias.Span.Slice(first, count), target);
                }
            });
        }

        return OverChannels(channel =>
        {
            var (center, spread) = inner < LongRun ? MomentsOfShortRuns(x.Pointer, channel) : MomentsOfLongRuns(x.Pointer, channel);
            var m = mean.Pointer[channel] = T.CreateTruncating(center);
            variance.Pointer[channel] = T.CreateTruncating(spread);
            var factor = T.CreateTruncating(double.CreateTruncating(scale.Pointer[channel]) / Math.Sqrt(spread + epsilon));
            for (var row = 0; row < batch; row++)
                Runs.Scale(x.Pointer + Run(row, channel), inner, m, factor, bias.Pointer[channel], y.Pointer + Run(row, channel));
        });
    }

    /// <summary>y = (x − mean) · scale / √(variance + ε) + bias with given statistics.</summary>
    public Action Apply(Block<T> x, Block<T> scale, Block<T> bias, Block<T> mean, Block<T> variance, Block<T> y, Scratch scratch)
    {
        var factors = scratch.Allocate<T>(channels);
        var loop =
            inner == 1
                ? ParallelLoop.OverRows(
                    batch, channels,
                    (from, to) =>
                    {
                        for (var row = from; row < to; row++)
                        {
                            var target = y.Span.Slice(row * channels, channels);
                            TensorPrimitives.Subtract(x.Span.Slice(row * channels, channels), mean.Span, target);
                            TensorPrimitives.MultiplyAdd(target, factors.Span, bias.Span, target);
                        }
                    })
                : ParallelLoop.OverRows(
                    batch * channels, inner,
                    (from, to) =>
                    {
                        var channel = from % channels;
                        for (var run = from; run < to; run++)
                        {
                            Runs.Scale(
                                x.Pointer + ((nint)run * inner), inner, mean.Pointer[channel], factors.Pointer[channel],
                                bias.Pointer[channel], y.Pointer + ((nint)run * inner));
                            if (++channel == channels)
                                channel = 0;
                        }
                    });
        return () =>
        {
            Factors(scale.Span, variance.Span, factors.Span);
            loop.Run();
        };
    }

    /// <summary>
    /// With r = 1/√(variance + ε), d = x − mean and n numbers to a channel: dbias = Σ g, dscale = r · Σ g · d,
    /// dx = scale · r · (g − Σ g / n − d · r² · Σ g · d / n).
    /// </summary>
    public ParallelLoop Backward(
        Block<T> x, Block<T> scale, Block<T> mean, Block<T> variance, Block<T> g, Block<T> dx, Block<T> dscale, Block<T> dbias)
    {
        var n = (double)batch * inner;
        if (inner == 1)
        {
            return OverColumns((first, count) => BackwardColumns(
                x.Pointer + first, g.Pointer + first, count, scale.Pointer + first, mean.Pointer + first, variance.Pointer + first,
                dx.Pointer + first, dscale.Pointer + first, dbias.Pointer + first));
        }

        return OverChannels(channel =>
        {
            var (m, sum, product) = (mean.Pointer[channel], 0.0, 0.0);
            for (var row = 0; row < batch; row++)
            {
                for (var (at, end) = (Run(row, channel), Run(row, channel) + inner); at < end; at += Runs.Tile)
                {
                    var (s, p) = Runs.Products(g.Pointer + at, x.Pointer + at, (int)Math.Min(Runs.Tile, end - at), m);
                    (sum, product) = (sum + double.CreateTruncating(s), product + double.CreateTruncating(p));
                }
            }

            var r = 1 / Math.Sqrt(double.CreateTruncating(variance.Pointer[channel]) + epsilon);
            var a = double.CreateTruncating(scale.Pointer[channel]) * r;
            dbias.Pointer[channel] = T.CreateTruncating(sum);
            dscale.Pointer[channel] = T.CreateTruncating(product * r);
            T factor = T.CreateTruncating(a),
                slope = T.CreateTruncating(-a * r * r * product / n), offset = T.CreateTruncating(-a * sum / n);
            for (var row = 0; row < batch; row++)
                Runs.Combine(
                    g.Pointer + Run(row, channel), x.Pointer + Run(row, channel), inner, m, factor, slope, offset,
                    dx.Pointer + Run(row, channel));
        });
    }

    [SkipLocalsInit] // scratch on the stack is written before it is read
    private void BackwardColumns(T* x, T* g, int count, T* scale, T* mean, T* variance, T* dx, T* dscale, T* dbias)
    {
        T* d = stackalloc T[Columns],
            r = stackalloc T[Columns], a = stackalloc T[Columns], slope = stackalloc T[Columns], offset = stackalloc T[Columns];
        Span<T> ds = new(d, count),
            slopes = new(slope, count), offsets = new(offset, count), sums = new(dbias, count), products = new(dscale, count);
        sums.Clear();
        products.Clear();
        for (var row = 0; row < batch; row++)
        {
            var gs = Row(g, row, count);
            TensorPrimitives.Subtract(Row(x, row, count), Row(mean, 0, count), ds);
            TensorPrimitives.MultiplyAdd<T>(gs, ds, products, products);
            TensorPrimitives.Add(sums, gs, sums);
        }

        for (var j = 0; j < count; j++)
        {
            r[j] = T.One / T.Sqrt(variance[j] + T.CreateTruncating(epsilon));
            a[j] = scale[j] * r[j];
            dscale[j] *= r[j];
            slope[j] = -a[j] * r[j] * dscale[j] / T.CreateTruncating(batch);
            offset[j] = -a[j] * dbias[j] / T.CreateTruncating(batch);
        }

        for (var row = 0; row < batch; row++)
        {
            TensorPrimitives.Subtract(Row(x, row, count), Row(mean, 0, count), ds);
            TensorPrimitives.MultiplyAdd<T>(ds, slopes, offsets, ds);
            TensorPrimitives.MultiplyAdd(Row(g, row, count), Row(a, 0, count), ds, new(dx + ((nint)row * channels), count));
        }
    }

    private (double Mean, double Variance) MomentsOfLongRuns(T* x, int channel)
    {
        var moments = default(Moments);
        for (var row = 0; row < batch; row++) moments.Add(x + Run(row, channel), inner);
        return (moments.Mean, moments.Variance);
    }

    /// <summary>The mean of all, and then the deviations from it; what the rounded mean lacks is in their sum.</summary>
    private (double Mean, double Variance) MomentsOfShortRuns(T* x, int channel)
    {
        var (n, total, rest, squares) = ((double)Math.Max(1, batch * inner), 0.0, 0.0, 0.0);
        for (var row = 0; row < batch; row++) total += double.CreateTruncating(Sums.Of(new ReadOnlySpan<T>(x + Run(row, channel), inner)));
        var shift = T.CreateTruncating(total / n);
        for (var row = 0; row < batch; row++)
        {
            var (s, q) = Runs.Deviations(x + Run(row, channel), inner, shift);
            (rest, squares) = (rest + double.CreateTruncating(s), squares + double.CreateTruncating(q));
        }

        return (double.CreateTruncating(shift) + (rest / n), Math.Max(0, (squares / n) - (rest / n * (rest / n))));
    }

    /// <summary>The mean of each column, and then the mean square deviation from it.</summary>
    private void ColumnMoments(T* x, int count, T* mean, T* variance)
    {
        Span<T> means = new(mean, count), variances = new(variance, count), d = stackalloc T[count];
        means.Clear();
        variances.Clear();
        if (batch == 0) return;
        for (var row = 0; row < batch; row++) TensorPrimitives.Add(means, Row(x, row, count), means);
        TensorPrimitives.Divide(means, T.CreateTruncating(batch), means);
        for (var row = 0; row < batch; row++)
        {
            TensorPrimitives.Subtract(Row(x, row, count), means, d);
            TensorPrimitives.MultiplyAdd<T>(d, d, variances, variances);
        }

        TensorPrimitives.Divide(variances, T.CreateTruncating(batch), variances);
    }

    /// <summary>scale / √(variance + ε).</summary>
    private void Factors(ReadOnlySpan<T> scale, ReadOnlySpan<T> variance, Span<T> factors)
    {
        for (var i = 0; i < scale.Length; i++) factors[i] = scale[i] / T.Sqrt(variance[i] + T.CreateTruncating(epsilon));
    }

    private ReadOnlySpan<T> Row(T* columns, int row, int count) => new(columns + ((nint)row * channels), count);

    private nint Run(int row, int channel) => (((nint)row * channels) + channel) * inner;

    private ParallelLoop OverChannels(Action<int> body) => new(channels, Math.Max(1, Grain / Math.Max(1, batch * inner)), (from, to) =>
    {
        for (var channel = from; channel < to; channel++) body(channel);
    });

    private ParallelLoop OverColumns(Action<int, int> body)
    {
        var blocks = (channels + Columns - 1) / Columns;
        return new(blocks, Math.Max(1, Grain / (Columns * Math.Max(1, batch))), (from, to) =>
        {
            for (var block = from; block < to; block++) body(block * Columns, Math.Min(Columns, channels - (block * Columns)));
        });
    }
}
