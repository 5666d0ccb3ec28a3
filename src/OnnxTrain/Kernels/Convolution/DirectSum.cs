using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// A sum over taps for few outputs, where packing a panel would take as long as multiplying it: rows of positions are read in place, a vector at a time, and nothing but the
/// weights is packed. A row's last vector may reach beyond its end; what it computes there is dropped.
/// </summary>
internal sealed unsafe class DirectSum<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IDirectKernel<T>
{
    private const int Vectors = 4;

    /// <summary>Elements of a group's planes that are copied as they are needed, at most; more are copied ahead.</summary>
    private const int MaxLocal = 65536;

    private readonly TapProblem<T> _problem;
    private readonly TapSource<T> _source;
    private readonly Scratch _scratch;
    private readonly (int Row, int Height)[] _slivers;
    private readonly Segment[] _vectors;
    private readonly Block<int> _offsets, _weightOf;
    private readonly bool _isLocal;
    private readonly int _k, _depth, _tiles, _chunkTiles, _tileChunks;
    private readonly ParallelLoop _packWeights, _multiply;

    public DirectSum(TapProblem<T> problem, Scratch scratch)
    {
        (_problem, _scratch, _k) = (problem, scratch, problem.Sum);
        _depth = Parts.Length(_k);
        _slivers = [.. Slivers(problem.Outputs)];
        var packed = NativeBuffer.Align((long)problem.Groups * problem.Outputs * _k * sizeof(T));
        _source = new(problem.Source, problem.Grid, scratch, packed);
        var planes = problem.Batch * problem.Groups;
        _isLocal = planes >= Gemm.Chunks && (long)problem.Channels * _source.PlaneLength <= MaxLocal;
        scratch.Reserve(packed + (_isLocal ? 0 : _source.Bytes));
        (_offsets, _weightOf) = TapOffsets.Of(problem, _source, scratch);
        _vectors = [.. PlaneVectors()];
        _tiles = (_vectors.Length + Vectors - 1) / Vectors;

        _tileChunks = Math.Clamp(Gemm.Chunks / Math.Max(1, planes), 1, _tiles);
        _chunkTiles = (_tiles + _tileChunks - 1) / _tileChunks;
        _tileChunks = (_tiles + _chunkTiles - 1) / _chunkTiles;
        var work = Math.Max(1, (long)_chunkTiles * Vectors * TKernel.Lanes * problem.Outputs * _k);
        _packWeights = ParallelLoop.OverRows(problem.Groups * _slivers.Length, TKernel.Heights[0] * _k, PackWeights);
        _multiply = new(planes * _tileChunks, (int)Math.Max(1, Gemm.Grain / work), Multiply);
    }

    /// <summary>The share of a tile's lanes that are positions.</summary>
    public static double Filled(TapGrid grid)
    {
        var perRow = (grid.Width.Positions + TKernel.Lanes - 1) / TKernel.Lanes;
        var vectors = perRow * grid.Depth.Positions * grid.Height.Positions;
        return grid.Positions / (double)((vectors + Vectors - 1) / Vectors * Vectors * TKernel.Lanes);
    }

    public void Run()
    {
        if (!_isLocal) _source.Prepare();
        _packWeights.Run();
        _multiply.Run();
    }

    private static IEnumerable<(int Row, int Height)> Slivers(int outputs)
    {
        for (var row = 0; row < outputs;)
        {
            var height = 1;
            foreach (var candidate in TKernel.Heights.ToArray().Reverse())
            {
                if (candidate <= outputs - row) height = candidate;
            }

            yield return (row, height);
            row += height;
        }
    }

    /// <summary>The vectors of one plane, row by row.</summary>
    private IEnumerable<Segment> PlaneVectors()
    {
        var grid = _problem.Grid;
        for (var depth = 0; depth < grid.Depth.Positions; depth++)
        {
            for (var height = 0; height < grid.Height.Positions; height++)
            {
                for (var width = 0; width < grid.Width.Positions; width += TKernel.Lanes)
                    yield return new(_source.At(depth, height, width), grid.TargetAt(depth, height, width), 0, Math.Min(TKernel.Lanes, grid.Width.Positions - width));
            }
        }
    }

    private void PackWeights(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            var (group, sliver) = Math.DivRem(at, _slivers.Length);
            var (row, height) = _slivers[sliver];
            var weights = _problem.Weights.Pointer + ((long)group * _problem.GroupStride) + ((long)row * _problem.OutputStride);
            var target = Packed(group, row);
            for (var p = 0; p < _k; p++, target += height)
            {
                for (var i = 0; i < height; i++) target[i] = weights[((long)i * _problem.OutputStride) + _weightOf.Pointer[p]];
            }
        }
    }

    private T* Packed(int group, int row) => _scratch.Pointer<T>() + ((((long)group * _problem.Outputs) + row) * _k);

    private void Multiply(int from, int to)
    {
        var height = TKernel.Heights[0];
        var tiles = height * Vectors * TKernel.Lanes;
        var memory = (T*)ThreadMemory.Take((tiles + PanelPacking.Slack + (_isLocal ? (long)_problem.Channels * _source.PlaneLength : 0)) * sizeof(T));
        for (var chunk = from; chunk < to; chunk++)
        {
            var (plane, tileChunk) = Math.DivRem(chunk, _tileChunks);
            var group = plane % _problem.Groups;
            var source = _isLocal ? _source.Planes(plane * _problem.Channels, _problem.Channels, memory + tiles) : _source.First + ((long)plane * _problem.Channels * _source.PlaneLength);
            var target = _problem.Target.Pointer + ((long)plane * _problem.Outputs * _problem.Grid.TargetPlane);
            var end = Math.Min(_tiles, (tileChunk + 1) * _chunkTiles);
            for (var tile = tileChunk * _chunkTiles; tile < end; tile++)
            {
                foreach (var (row, rows) in _slivers) MultiplyTile(group, tile * Vectors, row, rows, source, target + ((long)row * _problem.Grid.TargetPlane), memory);
            }
        }
    }

    private void MultiplyTile(int group, int vector, int row, int rows, T* source, T* target, T* memory)
    {
        var vectors = _vectors.AsSpan(vector, Math.Min(Vectors, _vectors.Length - vector));
        var isWhole = _problem.Grid.Width.TargetStride == 1 && vectors.Length == Vectors && vectors[0].Count == TKernel.Lanes && vectors[1].Count == TKernel.Lanes
            && vectors[2].Count == TKernel.Lanes && vectors[3].Count == TKernel.Lanes;
        int last = vectors.Length - 1, lanes = TKernel.Lanes;
        var tile = new DirectTile<T>
        {
            SourceA = source + vectors[0].Source,
            SourceB = source + vectors[Math.Min(1, last)].Source,
            SourceC = source + vectors[Math.Min(2, last)].Source,
            SourceD = source + vectors[last].Source,
            TargetA = isWhole ? target + vectors[0].Target : memory,
            TargetB = isWhole ? target + vectors[1].Target : memory + lanes,
            TargetC = isWhole ? target + vectors[2].Target : memory + (2 * lanes),
            TargetD = isWhole ? target + vectors[3].Target : memory + (3 * lanes),
            TargetStride = isWhole ? _problem.Grid.TargetPlane : Vectors * lanes,
        };
        var bias = _problem.Bias.Length > 0 ? _problem.Bias.Pointer + (group * _problem.Outputs) + row : null;
        var p = 0;
        do
        {
            var depth = Math.Min(_depth, _k - p);
            var finish = new Finish<T>(p > 0 ? new(tile.TargetA, 0) : default, p + depth == _k && _problem.IsFloored, p == 0 ? bias : null);
            TKernel.Multiply(rows, Packed(group, row) + ((long)p * rows), _offsets.Pointer + p, depth, tile, finish);
            p += depth;
        }
        while (p < _k);

        if (!isWhole) Copy(vectors, rows, memory, target);
    }

    private void Copy(ReadOnlySpan<Segment> vectors, int rows, T* memory, T* target)
    {
        var stride = _problem.Grid.Width.TargetStride;
        for (var i = 0; i < rows; i++, memory += Vectors * TKernel.Lanes, target += _problem.Grid.TargetPlane)
        {
            for (var v = 0; v < vectors.Length; v++)
            {
                T* from = memory + (v * TKernel.Lanes), to = target + vectors[v].Target;
                if (stride == 1) ShortCopy.Copy(from, to, vectors[v].Count);
                else
                {
                    for (var j = 0; j < vectors[v].Count; j++) to[j * stride] = from[j];
                }
            }
        }
    }
}
