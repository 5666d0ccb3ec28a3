using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Mixes each image of a batch with another image of it, all with the same share (Zhang et al., 2018).</summary>
internal sealed class ImageMixer<T>(double alpha, ulong seed, int batchSize, int length)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Separates this stream from those of images and of the graph's operators with the same seed.</summary>
    private const ulong Purpose = 0x6D69_7875_7021_7421;

    private readonly int[] _partners = new int[batchSize];
    private T[] _numbers = [];
    private byte[] _bytes = [];

    public void Apply(Batch<T> batch)
    {
        var random = new RandomStream(seed ^ Purpose, (ulong)batch.Epoch, (uint)batch.Index);
        var position = 0UL;
        var share = Beta(alpha, random, ref position);
        var partners = _partners.AsSpan(0, batch.RowCount);
        for (var i = 0; i < partners.Length; i++) partners[i] = i;
        for (var i = partners.Length - 1; i > 0; i--)
        {
            var j = (int)(random.Uniform(position++) * (i + 1));
            (partners[i], partners[j]) = (partners[j], partners[i]);
        }

        if (batch.Pixels(0) is { IsEmpty: false } pixels) Mix(pixels, partners, (float)share);
        else Mix(batch.Features(0), partners, T.CreateChecked(share));
        batch.Pair(share, partners);
    }

    /// <summary>Draws from Beta(α, α), as X / (X + Y) with two numbers from Gamma(α).</summary>
    internal static double Beta(double alpha, RandomStream random, ref ulong position)
    {
        var (x, y) = (Gamma(alpha, random, ref position), Gamma(alpha, random, ref position));
        return x + y > 0 ? x / (x + y) : 1;
    }

    /// <summary>Marsaglia and Tsang, 2000, «A simple method for generating gamma variables»; below 1 as Gamma(α + 1) · U^(1/α).</summary>
    private static double Gamma(double alpha, RandomStream random, ref ulong position)
    {
        var boost = alpha < 1 ? Math.Pow(1 - random.Uniform(position++), 1 / alpha) : 1;
        var d = (alpha < 1 ? alpha + 1 : alpha) - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.Normal(position++);
            var root = 1 + (c * x);
            var u = 1 - random.Uniform(position++);
            if (root <= 0) continue;
            var v = root * root * root;
            if (Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return boost * d * v;
        }
    }

    private void Mix(Span<T> rows, ReadOnlySpan<int> partners, T share)
    {
        if (_numbers.Length == 0) _numbers = new T[batchSize * length];
        rows.CopyTo(_numbers);
        for (var row = 0; row < partners.Length; row++)
        {
            var own = rows.Slice(row * length, length);
            var other = _numbers.AsSpan(partners[row] * length, length);
            for (var i = 0; i < own.Length; i++) own[i] = (share * own[i]) + ((T.One - share) * other[i]);
        }
    }

    private void Mix(Span<byte> rows, ReadOnlySpan<int> partners, float share)
    {
        if (_bytes.Length == 0) _bytes = new byte[batchSize * length];
        rows.CopyTo(_bytes);
        for (var row = 0; row < partners.Length; row++)
        {
            var own = rows.Slice(row * length, length);
            var other = _bytes.AsSpan(partners[row] * length, length);
            for (var i = 0; i < own.Length; i++) own[i] = (byte)((share * own[i]) + ((1 - share) * other[i]) + 0.5f);
        }
    }
}
