using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// The gradient of a sum over taps by its weights, dw[o, c, t] = Σ over images and positions of g[o, position] · x[c, position + t], as a
/// matrix product [outputs, positions] · [positions, taps · channels]. Images are dealt out to equal shares, each with sums of its own,
/// which are added in their order.
/// </summary>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal sealed unsafe class TapWeightGradient<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    /// <summary>Bytes of all shares' sums, at most.</summary>
    private const long MaxSums = 1 << 24;

    private readonly TapProblem<T> _problem;
    private readonly ChannelsLast<T> _source;
    private readonly Scratch _scratch;
    private readonly SliverLayout<T, TKernel> _slivers;
    private readonly Block<int> _offsets;
    private readonly Segment[][] _panels;
    private readonly int[] _columnOf;
    private readonly int _positions, _shares, _shareImages, _panelChunks, _chunkPanels, _depth, _imagesAtOnce;
    private readonly ParallelLoop _multiply, _add;

    /// <param name="problem">The sum. <c>Source</c> is x, <c>Target</c> g, and <c>Weights</c> where the gradient goes, as the forward sum
    /// has them.</param>
    /// <param name="scratch">Memory.</param>
    public TapWeightGradient(TapProblem<T> problem, Scratch scratch)
    {
        (_problem, _scratch) = (problem, scratch);
        _positions = problem.Grid.Positions;
        _slivers = new(problem.Outputs);
        _source = new(problem.Source, problem.Groups * problem.Channels, problem.Grid, scratch, 0);
        (_panels, _columnOf) = Columns();
        _shares = Math.Max(
            1,
            (int)Math.Min(Math.Min(problem.Batch, Gemm.Chunks), MaxSums / Math.Max(1, SumsLength * problem.Groups * sizeof(T))));
        _shareImages = (problem.Batch + _shares - 1) / _shares;
        _shares = _shareImages == 0 ? 0 : (problem.Batch + _shareImages - 1) / _shareImages;
        var chunks = Math.Clamp(Gemm.Chunks / Math.Max(1, _shares * problem.Groups), 1, _panels.Length);
        _chunkPanels = (_panels.Length + chunks - 1) / chunks;
        _panelChunks = (_panels.Length + _chunkPanels - 1) / _chunkPanels;
        _imagesAtOnce = Math.Clamp(Parts.MaxDepth / Math.Max(1, _positions), 1, Math.Max(1, _shareImages));
        _depth = _imagesAtOnce > 1 ? _positions : Parts.Length(_positions);
        _offsets = scratch.Allocate<int>(Math.Max(1, _positions));
        for (var p = 0; p < _positions; p++) _offsets.Pointer[p] = PositionOffset(p);
        scratch.Reserve(NativeBuffer.Align(_source.Bytes) + (SumsLength * problem.Groups * _shares * sizeof(T)));
        var work = Math.Max(1, SumsLength * _chunkPanels / _panels.Length * _shareImages * _positions);
        _multiply = new(_shares * problem.Groups * _panelChunks, (int)Math.Max(1, Gemm.Grain / work), Multiply);
        _add = ParallelLoop.OverRows(problem.Groups * problem.Outputs, problem.Sum * Math.Max(1, _shares), Add);
    }

    private int SumsWidth => _panels.Length * TKernel.Columns;

    /// <summary>Elements of a share's sums for one group.</summary>
    private long SumsLength => (long)_slivers.Rows * SumsWidth;

    public void Run()
    {
        _source.Prepare();
        _multiply.Run();
        _add.Run();
    }

    private T* Sums(int share, int group) =>
        (T*)(_scratch.Pointer<byte>() + NativeBuffer.Align(_source.Bytes)) + ((((long)share * _problem.Groups) + group) * SumsLength);

    /// <summary>
    /// Columns by tap and then channel, so that many lie side by side, cut into panels; and the column of each weight. Taps that are
    /// neighbours along the last axis continue one another.
    /// </summary>
    private (Segment[][] Panels, int[] ColumnOf) Columns()
    {
        var channels = _problem.Channels;
        var panels = new List<List<Segment>> { new() };
        var (column, places) = (0, _problem.Grid.Offsets.Select(_source.Place).ToArray());
        for (var tap = 0; tap < places.Length; tap++)
        {
            var first = _source.At(places[tap].Depth, places[tap].Height, places[tap].Width);
            for (var channel = 0; channel < channels;)
            {
                var lane = column % TKernel.Columns;
                if (lane == 0 && column > 0) panels.Add([]);
                var count = Math.Min(channels - channel, TKernel.Columns - lane);
                var panel = panels[^1];
                if (panel.Count > 0 && panel[^1].Source + panel[^1].Count == first + channel)
                    panel[^1] = panel[^1] with { Count = panel[^1].Count + count };
                else
                    panel.Add(new(first + channel, 0, lane, count));
                (channel, column) = (channel + count, column + count);
            }
        }

        var columns = new int[channels * places.Length];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var tap = 0; tap < places.Length; tap++) columns[(channel * places.Length) + tap] = (tap * channels) + channel;
        }

        return ([.. panels.Select(p => p.ToArray())], columns);
    }

    private int PositionOffset(int position)
    {
        var grid = _problem.Grid;
        var (rest, width) = Math.DivRem(position, grid.Width.Positions);
        var (depth, height) = Math.DivRem(rest, grid.Height.Positions);
        return _source.At(depth * grid.Depth.Stride, height * grid.Height.Stride, width * grid.Width.Stride);
    }

    private void Multiply(int from, int to)
    {
        var depth = _depth * _imagesAtOnce;
        var memory = (T*)ThreadMemory.Take((((long)depth * (_slivers.Rows + TKernel.Columns)) + PanelPacking.Slack) * sizeof(T));
        var panel = memory + ((long)depth * _slivers.Rows);
        for (var chunk = from; chunk < to; chunk++)
        {
            var (rest, panels) = Math.DivRem(chunk, _panelChunks);
            var (share, group) = Math.DivRem(rest, _problem.Groups);
            var (image, end) = (share * _shareImages, Math.Min(_problem.Batch, (share + 1) * _shareImages));
            var isFirst = true;
            for (; image < end; image += _imagesAtOnce)
            {
                var images = Math.Min(_imagesAtOnce, end - image);
                for (var p = 0; p < _positions; p += _depth)
                {
                    Part(share, group, panels, image, images, p, isFirst, memory, panel);
                    isFirst = false;
                }
            }
        }
    }

    /// <summary>Multiplies the positions from <paramref name="p"/> on, one part, of so many images.</summary>
    private void Part(int share, int group, int panels, int image, int images, int p, bool isFirst, T* slivers, T* panel)
    {
        var each = Math.Min(_depth, _positions - p);
        var depth = each * images;
        PackGradient(group, image, images, p, each, slivers);
        var sums = Sums(share, group);
        for (var (at, end) = (panels * _chunkPanels, Math.Min(_panels.Length, (panels + 1) * _chunkPanels)); at < end; at++)
        {
            for (var i = 0; i < images; i++)
            {
                var source = _source.First + ((image + i) * _source.ImageLength) + (group * _problem.Channels);
                PanelPacking.Pack(source, _offsets.Pointer + p, each, _panels[at], panel + (i * each * TKernel.Columns), TKernel.Columns);
            }

            for (var sliver = 0; sliver < _slivers.Count; sliver++)
            {
                var (row, height) = (_slivers.FirstRow(sliver), _slivers.Height(sliver));
                var c = new Rows<T>(sums + ((long)row * SumsWidth) + (at * TKernel.Columns), SumsWidth);
                var a = new Rows<T>(slivers + (row * depth), height);
                var finish = new Finish<T>(isFirst ? default : c, isFloored: false);
                if (height == TKernel.Rows) TKernel.Multiply(a, new(panel, TKernel.Columns), c, depth, finish);
                else TKernel.MultiplyLow(a, new(panel, TKernel.Columns), c, depth, finish);
            }
        }
    }

    private void PackGradient(int group, int image, int images, int p, int each, T* slivers)
    {
        for (var sliver = 0; sliver < _slivers.Count; sliver++)
        {
            var (row, height) = (_slivers.FirstRow(sliver), _slivers.Height(sliver));
            var target = slivers + (row * each * images);
            for (var i = 0; i < images; i++, target += each * height)
            {
                var channel = ((((long)image + i) * _problem.Groups) + group) * _problem.Outputs + row;
                var gradient = new Rows<T>(_problem.Target.Pointer + (channel * _positions) + p, _positions);
                Packing.Pack(gradient, isTurned: true, target, each, Math.Min(height, _problem.Outputs - row), height);
            }
        }
    }

    /// <summary>Adds the shares' sums in their order, and puts taps side by side.</summary>
    private void Add(int from, int to)
    {
        var width = _columnOf.Length;
        var sum = new Span<T>(ThreadMemory.Take((long)SumsWidth * sizeof(T)), width);
        for (var output = from; output < to; output++)
        {
            var (group, row) = Math.DivRem(output, _problem.Outputs);
            sum.Clear();
            for (var share = 0; share < _shares; share++)
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(Sums(share, group) + ((long)row * SumsWidth), width), sum);
            var target = _problem.Weights.Pointer + ((long)group * _problem.GroupStride) + ((long)row * _problem.OutputStride);
            for (var i = 0; i < width; i++) target[i] = sum[_columnOf[i]];
        }
    }
}
