using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Draws the displacements of an <see cref="ElasticDeformation"/>. Planes have a zero margin of the width of the Gaussian on all sides, so
/// that smoothing lines or columns is one multiply-add over the whole plane per weight.
/// </summary>
internal sealed class ElasticField
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _reach;
    private readonly float[] _weights;

    public ElasticField(ElasticDeformation elastic, int height, int width)
    {
        (_height, _width, _reach) = (height, width, (int)Math.Ceiling(3 * elastic.Sigma));
        double[] gaussian =
        [
            .. Enumerable.Range(-_reach, (2 * _reach) + 1).Select(i => Math.Exp(-0.5 * i * i / (elastic.Sigma * elastic.Sigma))),
        ];
        var sum = gaussian.Sum();

        // α is shared between lines and columns.
        _weights = [.. gaussian.Select(w => (float)(w / sum * Math.Sqrt(elastic.Alpha)))];
    }

    private int Pitch => _width + (2 * _reach);

    private int PlaneLength => Pitch * (_height + (2 * _reach));

    public int At(int x, int y) => ((y + _reach) * Pitch) + x + _reach;

    /// <summary>Draws the displacements of an image, valid until the thread draws again.</summary>
    public Displacements Draw(RandomStream random, ulong firstBlock)
    {
        var planes = WarpMemory.Fields(3 * PlaneLength);
        var x = planes[..PlaneLength];
        var y = planes.Slice(PlaneLength, PlaneLength);
        var space = planes[(2 * PlaneLength)..];
        var words = WarpMemory.Words(2 * _height * _width);
        random.Words(firstBlock, words);
        Plane(words[..(_height * _width)], x, space);
        Plane(words[(_height * _width)..], y, space);
        return new(x, y);
    }

    private void Plane(ReadOnlySpan<uint> words, Span<float> plane, Span<float> space)
    {
        plane.Clear();
        for (var y = 0; y < _height; y++)
        {
            var line = plane.Slice(At(0, y), _width);
            for (var x = 0; x < _width; x++) line[x] = ((int)words[(y * _width) + x] >> 8) * (1f / (1 << 23));
        }

        Smooth(plane, space, 1);
        ClearMargins(space);
        Smooth(space, plane, Pitch);
    }

    /// <summary>Smooths along lines (a step of 1) or columns (a step of one line); values in the margins are not used.</summary>
    private void Smooth(ReadOnlySpan<float> source, Span<float> target, int step)
    {
        var (first, length) = (At(0, 0), At(_width - 1, _height - 1) + 1 - At(0, 0));
        var sum = target.Slice(first, length);
        sum.Clear();
        for (var i = -_reach; i <= _reach; i++)
            TensorPrimitives.MultiplyAdd(source.Slice(first + (i * step), length), _weights[i + _reach], sum, sum);
    }

    /// <summary>Clears the lines above and below the image, which smoothing along columns reads.</summary>
    private void ClearMargins(Span<float> plane)
    {
        plane[..At(0, 0)].Clear();
        plane[(At(_width - 1, _height - 1) + 1)..].Clear();
    }

    /// <summary>The displacement of each pixel, at <see cref="At"/>.</summary>
    public readonly ref struct Displacements(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        public readonly ReadOnlySpan<float> X = x;

        public readonly ReadOnlySpan<float> Y = y;
    }
}
