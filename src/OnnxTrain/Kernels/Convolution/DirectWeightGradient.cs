using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static OnnxTrain.Kernels.FusedMultiplyAdd;

namespace OnnxTrain.Kernels;

/// <summary>
/// The gradient of a sum over taps by its weights where each group has one channel and few outputs, as in depthwise convolutions: each
/// weight is the scalar product of a plane of the gradient with a shifted plane of the source, read in place. Vectors are of 512 bits on
/// every processor, so that all give the same bits.
/// </summary>
internal sealed unsafe class DirectWeightGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Taps that one trip through a plane serves: each has an accumulator and a pointer.</summary>
    private const int Taps = 5;

    private readonly TapProblem<T> _problem;
    private readonly TapSource<T> _source;
    private readonly Scratch _scratch;
    private readonly Block<int> _rows;
    private readonly int[] _offsets;
    private readonly int _shares, _shareImages, _planeRows;
    private readonly ParallelLoop _multiply, _add;

    /// <param name="problem">The sum. <c>Source</c> is x, <c>Target</c> g, and <c>Weights</c> where the gradient goes, as the forward sum
    /// has them.</param>
    /// <param name="scratch">Memory.</param>
    public DirectWeightGradient(TapProblem<T> problem, Scratch scratch)
    {
        (_problem, _scratch) = (problem, scratch);
        var grid = problem.Grid;
        _shareImages = Math.Max(1, (problem.Batch + Gemm.Chunks - 1) / Gemm.Chunks);
        _shares = (problem.Batch + _shareImages - 1) / _shareImages;
        var sums = (long)_shares * problem.Weights.Length * sizeof(T);
        _source = new(problem.Source, grid, scratch, 0);
        scratch.Reserve(sums);
        _offsets = [.. _source.TapOffsets];
        _planeRows = grid.Depth.Positions * grid.Height.Positions;
        _rows = scratch.Allocate<int>(Math.Max(1, _planeRows));
        for (var row = 0; row < _planeRows; row++)
            _rows.Pointer[row] = _source.At(row / grid.Height.Positions, row % grid.Height.Positions, 0);
        var work = Math.Max(1, (long)_shareImages * problem.Outputs * grid.Positions * _offsets.Length);
        _multiply = new(_shares * problem.Groups, (int)Math.Max(1, Gemm.Grain / 4 / work), Multiply);
        _add = ParallelLoop.OverRows(problem.Weights.Length, Math.Max(1, _shares), Add);
    }

    public void Run()
    {
        _multiply.Run();
        _add.Run();
    }

    private T* Sums(int share) => _scratch.Pointer<T>() + ((long)share * _problem.Weights.Length);

    private void Multiply(int from, int to)
    {
        var memory = (T*)ThreadMemory.Take(((long)_source.PlaneLength + PanelPacking.Slack) * sizeof(T));
        for (var chunk = from; chunk < to; chunk++)
        {
            var (share, group) = Math.DivRem(chunk, _problem.Groups);
            var sums = Sums(share) + ((long)group * _problem.GroupStride);
            new Span<T>(sums, _problem.Outputs * _offsets.Length).Clear();
            for (var (image, end) = (share * _shareImages, Math.Min(_problem.Batch, (share + 1) * _shareImages)); image < end; image++)
            {
                var plane = ((long)image * _problem.Groups) + group;
                var source = _source.Planes((int)plane, 1, memory);
                var gradient = _problem.Target.Pointer + (plane * _problem.Outputs * _problem.Grid.Positions);
                for (var output = 0; output < _problem.Outputs; output++, gradient += _problem.Grid.Positions)
                {
                    for (var tap = 0; tap < _offsets.Length; tap += Taps)
                        AddProducts(
                            source, gradient, _rows.Pointer, _planeRows, _problem.Grid.Width.Positions,
                            _offsets.AsSpan(tap, Math.Min(Taps, _offsets.Length - tap)), sums + (output * _offsets.Length) + tap);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddProducts(T* source, T* gradient, int* rows, int count, int width, ReadOnlySpan<int> offsets, T* sums)
    {
        Vector512<T> a = default, b = default, c = default, d = default, e = default;
        var last = offsets.Length - 1;
        T* sourceA = source + offsets[0], sourceB = source + offsets[Math.Min(1, last)], sourceC = source + offsets[Math.Min(2, last)];
        T* sourceD = source + offsets[Math.Min(3, last)], sourceE = source + offsets[last];

        // A row's last vector reaches beyond it: what lies there, of whatever kind, counts as zero.
        var rest = width % Vector512<T>.Count;
        var mask = Within(rest);
        for (var row = 0; row < count; row++, gradient += width)
        {
            nint at = rows[row];
            var i = 0;
            for (; i + Vector512<T>.Count <= width; i += Vector512<T>.Count)
            {
                var g = Vector512.Load(gradient + i);
                a = Fused(g, Vector512.Load(sourceA + at + i), a);
                b = Fused(g, Vector512.Load(sourceB + at + i), b);
                c = Fused(g, Vector512.Load(sourceC + at + i), c);
                d = Fused(g, Vector512.Load(sourceD + at + i), d);
                e = Fused(g, Vector512.Load(sourceE + at + i), e);
            }

            if (rest == 0) continue;
            var end = Vector512.Load(gradient + i) & mask;
            a = Fused(end, Vector512.Load(sourceA + at + i) & mask, a);
            b = Fused(end, Vector512.Load(sourceB + at + i) & mask, b);
            c = Fused(end, Vector512.Load(sourceC + at + i) & mask, c);
            d = Fused(end, Vector512.Load(sourceD + at + i) & mask, d);
            e = Fused(end, Vector512.Load(sourceE + at + i) & mask, e);
        }

        sums[0] += Sum(a);
        if (last >= 1) sums[1] += Sum(last == 1 ? e : b);
        if (last >= 2) sums[2] += Sum(last == 2 ? e : c);
        if (last >= 3) sums[3] += Sum(last == 3 ? e : d);
        if (last >= 4) sums[4] += Sum(e);
    }

    /// <summary>All bits set in the first lanes.</summary>
    private static Vector512<T> Within(int lanes)
    {
        var mask = default(Vector512<T>);
        for (var i = 0; i < lanes; i++) mask = mask.WithElement(i, Vector512<T>.AllBitsSet[0]);
        return mask;
    }

    /// <summary>Halves are added until one lane is left, in this order on every processor.</summary>
    private static T Sum(Vector512<T> lanes)
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        var sum = quarter[0];
        for (var i = 1; i < Vector128<T>.Count; i++) sum += quarter[i];
        return sum;
    }

    private void Add(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var sum = T.Zero;
            for (var share = 0; share < _shares; share++) sum += Sums(share)[i];
            _problem.Weights.Pointer[i] = sum;
        }
    }
}
