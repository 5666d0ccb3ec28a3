using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// A sum over taps as a matrix product [outputs, channels · taps] · [channels · taps, batch · positions], whose right side is never in
/// memory as a whole: each chunk packs the panels that it multiplies from the source. The weights are packed once.
/// </summary>
/// <remarks>Each element is one chain of additions, whatever the chunks.</remarks>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal sealed unsafe class TapProduct<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    /// <summary>Elements of the tiles that a chunk keeps beside the target, at most.</summary>
    private const int MaxTiles = 65536;

    private const int MaxPanels = 8;

    private readonly TapProblem<T> _problem;
    private readonly TapSource<T> _source;
    private readonly Scratch _scratch;
    private readonly SliverLayout<T, TKernel> _slivers;
    private readonly Block<int> _offsets, _weightOf;
    private readonly int _k, _depth, _columns, _panels, _chunkPanels, _panelChunks, _chunkSlivers, _sliverChunks;
    private readonly long _packedGroup;
    private readonly ParallelLoop _packWeights, _multiply;

    public TapProduct(TapProblem<T> problem, Scratch scratch)
    {
        (_problem, _scratch, _k) = (problem, scratch, problem.Sum);
        _slivers = new(problem.Outputs);
        _depth = Parts.Length(_k);
        _columns = problem.Batch * problem.Grid.Positions;
        _panels = (_columns + TKernel.Columns - 1) / TKernel.Columns;
        _packedGroup = (long)_slivers.Rows * _k;
        var packed = NativeBuffer.Align(_packedGroup * problem.Groups * sizeof(T));
        _source = new(problem.Source, problem.Grid, scratch, packed);
        scratch.Reserve(packed + _source.Bytes);
        (_offsets, _weightOf) = TapOffsets.Of(problem, _source, scratch);

        // Few panels are shared out with their slivers, and each chunk packs its own.
        var work = Math.Max(1, _panels * problem.Groups);
        _sliverChunks = work >= Gemm.Chunks ? 1 : Math.Min(_slivers.Count, (Gemm.Chunks + work - 1) / work);
        _chunkSlivers = (_slivers.Count + _sliverChunks - 1) / _sliverChunks;
        _sliverChunks = (_slivers.Count + _chunkSlivers - 1) / _chunkSlivers;
        _chunkPanels = Math.Clamp(Math.Min(work / Gemm.Chunks, MaxTiles / (TKernel.Columns * TKernel.Rows * _chunkSlivers)), 1, MaxPanels);
        _panelChunks = (_panels + _chunkPanels - 1) / _chunkPanels;
        var chunk = (long)_chunkPanels * TKernel.Columns * _chunkSlivers * TKernel.Rows * Math.Max(1, _k);
        _packWeights = new(problem.Groups * _slivers.Count, 1 + (16384 / Math.Max(1, TKernel.Rows * _k)), PackWeights);
        _multiply = new(problem.Groups * _sliverChunks * _panelChunks, (int)Math.Max(1, Gemm.Grain / chunk), Multiply);
    }

    public void Run()
    {
        _source.Prepare();
        _packWeights.Run();
        _multiply.Run();
    }

    /// <summary>Packs slivers of weights: part after part of the depth, in each sliver after sliver.</summary>
    private void PackWeights(int from, int to)
    {
        var taps = _problem.Grid.Taps.Count;
        for (var at = from; at < to; at++)
        {
            var (group, sliver) = Math.DivRem(at, _slivers.Count);
            var (row, height) = (_slivers.FirstRow(sliver), _slivers.Height(sliver));
            var filled = Math.Min(height, _problem.Outputs - row);
            var weights = _problem.Weights.Pointer + ((long)group * _problem.GroupStride) + ((long)row * _problem.OutputStride);
            for (var p = 0; p < _k; p += _depth)
            {
                var depth = Math.Min(_depth, _k - p);
                var target = Packed(group, p, row, depth);
                if (_problem.ChannelStride == taps)
                {
                    Packing.Pack(new Rows<T>(weights + p, _problem.OutputStride), isTurned: true, target, depth, filled, height);
                    continue;
                }

                if (filled < height) new Span<T>(target, depth * height).Clear();
                for (var q = 0; q < depth; q++, target += height)
                {
                    var weight = weights + _weightOf.Pointer[p + q];
                    for (var i = 0; i < filled; i++) target[i] = weight[(long)i * _problem.OutputStride];
                }
            }
        }
    }

    private T* Packed(int group, int p, int row, int depth) =>
        _scratch.Pointer<T>() + (_packedGroup * group) + ((long)_slivers.Rows * p) + ((long)row * depth);

    private void Multiply(int from, int to)
    {
        var panelLength = TKernel.Columns * _depth;
        var tileRows = _chunkSlivers * TKernel.Rows;
        var memory = (T*)
            ThreadMemory.Take(((long)_chunkPanels * (panelLength + (TKernel.Columns * tileRows)) + PanelPacking.Slack) * sizeof(T));
        var tiles = memory + ((long)_chunkPanels * panelLength) + PanelPacking.Slack;
        Span<Segment> space = stackalloc Segment[TKernel.Columns];
        for (var chunk = from; chunk < to; chunk++)
        {
            var (rest, panelChunk) = Math.DivRem(chunk, _panelChunks);
            var (group, sliverChunk) = Math.DivRem(rest, _sliverChunks);
            var (panel, sliver) = (panelChunk * _chunkPanels, sliverChunk * _chunkSlivers);
            var (endPanel, endSliver) = (Math.Min(_panels, panel + _chunkPanels), Math.Min(_slivers.Count, sliver + _chunkSlivers));
            var source = _source.First + ((long)group * _problem.Channels * _source.PlaneLength);
            var p = 0;
            do
            {
                var depth = Math.Min(_depth, _k - p);
                for (var at = panel; at < endPanel; at++)
                {
                    var segments = Segments(at, group, space);
                    var packed = memory + ((long)(at - panel) * panelLength);
                    PanelPacking.Pack(source, _offsets.Pointer + p, depth, segments, packed, TKernel.Columns);
                    MultiplyPanel(
                        group, sliver, endSliver, segments, p, depth, packed, tiles + ((long)(at - panel) * tileRows * TKernel.Columns));
                }

                p += depth;
            }
            while (p < _k);
        }
    }

    /// <summary>
    /// Multiplies a panel. Tiles that the target does not hold whole are computed beside it, and copied after the last part.
    /// </summary>
    private void MultiplyPanel(int group, int sliver, int endSliver, ReadOnlySpan<Segment> segments, int p, int depth, T* packed, T* tiles)
    {
        var (plane, first) = (_problem.Grid.TargetPlane, _slivers.FirstRow(sliver));
        var isLast = p + depth == _k;
        var isRun = IsRun(segments);
        for (; sliver < endSliver; sliver++)
        {
            var (row, height) = (_slivers.FirstRow(sliver), _slivers.Height(sliver));
            var isDirect = isRun && row + height <= _problem.Outputs;
            var c = isDirect
                ? new Rows<T>(_problem.Target.Pointer + segments[0].Target + ((long)row * plane), plane)
                : new Rows<T>(tiles + ((row - first) * TKernel.Columns), TKernel.Columns);
            var bias = p == 0 && _problem.Bias.Length > 0 ? _problem.Bias.Pointer + (group * _problem.Outputs) + row : null;
            var finish = new Finish<T>(p > 0 ? c : default, isLast && _problem.FusesRelu, bias);
            var a = new Rows<T>(Packed(group, p, row, depth), height);
            if (height == TKernel.Rows)
                TKernel.Multiply(a, new(packed, TKernel.Columns), c, depth, finish);
            else
                TKernel.MultiplyLow(a, new(packed, TKernel.Columns), c, depth, finish);
            if (isLast && !isDirect)
                _problem.Copy(c, segments, _problem.Target.Pointer + ((long)row * plane), Math.Min(height, _problem.Outputs - row));
        }
    }

    /// <summary>Whether the columns of a full panel lie side by side in the target, across rows of positions.</summary>
    private bool IsRun(ReadOnlySpan<Segment> segments)
    {
        if (!_problem.Grid.IsContiguous) return false;
        var last = segments[^1];
        return last.Lane + last.Count == TKernel.Columns && last.Target - segments[0].Target == last.Lane;
    }

    /// <summary>The columns of a panel, cut where a row of positions ends.</summary>
    private Span<Segment> Segments(int panel, int group, Span<Segment> space)
    {
        var grid = _problem.Grid;
        var (column, count) = (panel * TKernel.Columns, 0);
        var (rest, width) = Math.DivRem(column, grid.Width.Positions);
        (rest, var height) = Math.DivRem(rest, grid.Height.Positions);
        (var image, var depth) = Math.DivRem(rest, grid.Depth.Positions);
        var left = Math.Min(TKernel.Columns, _columns - column);
        for (var lane = 0; lane < left;)
        {
            var length = Math.Min(left - lane, grid.Width.Positions - width);
            var source = ((long)image * _problem.Groups * _problem.Channels * _source.PlaneLength) + _source.At(depth, height, width);
            var target =
                (((long)image * _problem.Groups) + group) * _problem.Outputs * grid.TargetPlane + grid.TargetAt(depth, height, width);
            var run = new Segment((nint)source, (nint)target, lane, length);
            if (count > 0 && space[count - 1].Joined(run, grid.Width.TargetStride) is { } joined) space[count - 1] = joined;
            else space[count++] = run;
            (lane, width) = (lane + length, 0);
            if (++height < grid.Height.Positions) continue;
            height = 0;
            if (++depth < grid.Depth.Positions) continue;
            (depth, image) = (0, image + 1);
        }

        return space[..count];
    }
}
