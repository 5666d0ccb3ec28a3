using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// A sum over taps for few outputs, where packing a panel would take as long as multiplying it: rows of positions are read in place, a
/// vector at a time, and nothing but the weights is packed.
/// </summary>
internal sealed unsafe class DirectSum<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IDirectKernel<T>
{
    private const int Vectors = DirectLayout.Vectors;

    /// <summary>Elements of a group's planes that are copied as they are needed, at most; more are copied ahead.</summary>
    private const int MaxLocal = 65536;

    private readonly TapProblem<T> _problem;
    private readonly TapSource<T> _source;
    private readonly Scratch _scratch;
    private readonly (int Row, int Height)[] _slivers;
    private readonly DirectPlaces[] _tiles;
    private readonly Block<int> _offsets, _weightOf;
    private readonly bool _isLocal;
    private readonly int _k, _depth, _chunkTiles, _tileChunks;
    private readonly ParallelLoop _packWeights, _multiply;

    public DirectSum(TapProblem<T> problem, DirectLayout layout, Scratch scratch)
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
        _tiles = layout.Tiles;

        _tileChunks = Math.Clamp(Gemm.Chunks / Math.Max(1, planes), 1, _tiles.Length);
        _chunkTiles = (_tiles.Length + _tileChunks - 1) / _tileChunks;
        _tileChunks = (_tiles.Length + _chunkTiles - 1) / _chunkTiles;
        var work = Math.Max(1, (long)_chunkTiles * Vectors * TKernel.Lanes * problem.Outputs * _k);
        _packWeights = ParallelLoop.OverRows(problem.Groups * _slivers.Length, TKernel.Heights[0] * _k, PackWeights);
        _multiply = new(planes * _tileChunks, (int)Math.Max(1, Gemm.Grain / work), Multiply);
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
        var tile = _problem.Outputs * Vectors * TKernel.Lanes;
        var memory = (T*)
            ThreadMemory.Take((tile + PanelPacking.Slack + (_isLocal ? (long)_problem.Channels * _source.PlaneLength : 0)) * sizeof(T));
        for (var chunk = from; chunk < to; chunk++)
        {
            var (plane, tileChunk) = Math.DivRem(chunk, _tileChunks);
            var source = _isLocal
                ? _source.Planes(plane * _problem.Channels, _problem.Channels, memory + tile)
                : _source.First + ((long)plane * _problem.Channels * _source.PlaneLength);
            var target = _problem.Target.Pointer + ((long)plane * _problem.Outputs * _problem.Grid.TargetPlane);
            foreach (var places in _tiles.AsSpan()[(tileChunk * _chunkTiles)..Math.Min(_tiles.Length, (tileChunk + 1) * _chunkTiles)])
            {
                MultiplyTile(plane % _problem.Groups, places, source, places.IsWhole ? target : memory);
                if (!places.IsWhole) _problem.Copy(new(memory, Vectors * TKernel.Lanes), places.Runs, target, _problem.Outputs);
            }
        }
    }

    /// <summary>
    /// Multiplies a tile: part after part of the depth, in each sliver after sliver, so that what a part reads stays in the first-level
    /// cache.
    /// </summary>
    private void MultiplyTile(int group, DirectPlaces places, T* source, T* target)
    {
        var tile = new DirectTile<T>
        {
            SourceA = source + places.Sources[0],
            SourceB = source + places.Sources[1],
            SourceC = source + places.Sources[2],
            SourceD = source + places.Sources[3],
            TargetStride = places.IsWhole ? _problem.Grid.TargetPlane : Vectors * TKernel.Lanes,
        };
        var p = 0;
        do
        {
            var depth = Math.Min(_depth, _k - p);
            foreach (var (row, rows) in _slivers)
            {
                var to = target + (row * tile.TargetStride);
                tile.TargetA = to + places.Targets[0];
                tile.TargetB = to + places.Targets[1];
                tile.TargetC = to + places.Targets[2];
                tile.TargetD = to + places.Targets[3];
                var bias = p == 0 && _problem.Bias.Length > 0 ? _problem.Bias.Pointer + (group * _problem.Outputs) + row : null;
                var finish = new Finish<T>(p > 0 ? new(tile.TargetA, 0) : default, p + depth == _k && _problem.FusesRelu, bias);
                TKernel.Multiply(rows, Packed(group, row) + ((long)p * rows), _offsets.Pointer + p, depth, tile, finish);
            }

            p += depth;
        }
        while (p < _k);
    }
}
