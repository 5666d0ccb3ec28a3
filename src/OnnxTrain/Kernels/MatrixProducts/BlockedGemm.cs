using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>
/// A matrix product in the manner of Goto and van de Geijn (2008, "Anatomy of high-performance matrix multiplication"). A is packed into
/// slivers once; a chunk of C then packs the panels of B that it needs, part by part of the depth, and multiplies a register
/// tile at a time. With more rows than a chunk has, B is packed once as well, and the product goes through the depth in stretches of
/// one part, so that what is packed stays in the cache. Operands whose rows already lie as the micro-kernel reads them, close enough to
/// stay in the cache, are read in place.
/// </summary>
/// <remarks>
/// Each element of C is one chain of additions, whatever the chunks: they may follow the shape freely and the bits stay the same.
/// </remarks>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal sealed unsafe class BlockedGemm<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    /// <summary>Slivers and panels of a chunk at most: half of a second-level cache of 1 MiB.</summary>
    private const int MaxSlivers = 24, MaxPanels = 8;

    /// <summary>
    /// Bytes of a stretch of packed operands, at most, where there is room for several parts of the depth: half of a second-level cache of
    /// 2 MiB.
    /// </summary>
    private const int MaxStretch = 1 << 20;

    /// <summary>Elements to pack below which one thread is faster than two.</summary>
    private const long PackGrain = 65536;

    /// <summary>Bytes of an operand that are read in place, at most.</summary>
    private const int InPlace = 65536;

    /// <summary>Rows of B that are packed together, across panels: a page of memory is then read once.</summary>
    private const int Strip = 16;

    private readonly GemmProblem<T> _problem;
    private readonly int _m, _n, _k, _depth;
    private readonly Rows<T> _a, _b, _c;
    private readonly Finish<T> _finish;
    private readonly Scratch _scratch;
    private readonly bool _readsA, _readsB, _packsB;
    private readonly long _packedA;
    private readonly int _stretch;
    private readonly SliverLayout<T, TKernel> _slivers;
    private readonly int _panels;
    private readonly int _chunkSlivers, _chunkPanels, _columnChunks;
    private readonly ParallelLoop _packA;
    private readonly ParallelLoop _packB;
    private readonly ParallelLoop _multiply;
    private int _from, _to;

    public BlockedGemm(GemmProblem<T> problem, Scratch scratch)
    {
        (_problem, _scratch) = (problem, scratch);
        (_m, _n, _k) = (problem.M, problem.N, problem.K);
        _a = new(problem.A, problem.TransposeA ? _m : _k);
        _b = new(problem.B, problem.TransposeB ? _k : _n);
        _c = new(problem.C.Pointer, _n);
        _finish = problem.Finish;
        _depth = Parts.Length(_k);
        _slivers = new(_m);
        _panels = (_n + TKernel.Columns - 1) / TKernel.Columns;
        _readsA = problem.TransposeA && (long)_m * _k * sizeof(T) <= InPlace && _m == _slivers.Rows;
        _readsB = !problem.TransposeB && (long)_n * _k * sizeof(T) <= InPlace;
        (_chunkSlivers, _chunkPanels) = Chunk(_slivers.Count, _panels);
        _columnChunks = (_panels + _chunkPanels - 1) / _chunkPanels;
        var rowChunks = (_slivers.Count + _chunkSlivers - 1) / _chunkSlivers;
        _packsB = !_readsB && rowChunks > 1;
        _stretch = _packsB
            ? _depth * (int)Math.Max(1, MaxStretch / Math.Max(1, (long)(_slivers.Rows + PackedColumns) * _depth * sizeof(T)))
            : _k;
        _packedA = _readsA ? 0 : (long)_slivers.Rows * _stretch;
        scratch.Reserve((_packedA + (_packsB ? (long)PackedColumns * _stretch : 0)) * sizeof(T));
        var work = (long)_m * _n * _k / (rowChunks * _columnChunks);

        // A matrix that lies across its lines is packed by strips of its memory, so that each is read in one go.
        var strips = (_stretch + Strip - 1) / Strip;
        _packA = _readsA ? new(0, 1, PackSlivers)
            : problem.TransposeA ? new(strips, PerChunk(Strip, _m), PackStripsOfA)
            : new(_slivers.Count, PerChunk(TKernel.Rows, _k), PackSlivers);
        _packB = !_packsB ? new(0, 1, PackAllPanels)
            : problem.TransposeB ? new(_panels, PerChunk(TKernel.Columns, _k), PackAllPanels)
            : new(strips, PerChunk(Strip, _n), PackStripsOfB);
        _multiply = new(rowChunks * _columnChunks, (int)Math.Max(1, Gemm.Grain / Math.Max(work, 1)), Multiply);
    }

    public void Run()
    {
        _from = 0;
        do
        {
            _to = Math.Min(_k, _from + _stretch);
            _packA.Run();
            _packB.Run();
            _multiply.Run();
            _from = _to;
        }
        while (_from < _k);
    }

    /// <summary>Slivers and panels of a chunk: wide rather than high, since the panels are packed anew for each.</summary>
    private static (int Slivers, int Panels) Chunk(int slivers, int panels)
    {
        var rowChunks = (slivers + MaxSlivers - 1) / MaxSlivers;
        if (rowChunks * panels < Gemm.Chunks) rowChunks = Math.Min(slivers, Gemm.Chunks / panels);
        var chunkPanels = Math.Clamp(rowChunks * panels / Gemm.Chunks, 1, MaxPanels);
        return ((slivers + rowChunks - 1) / rowChunks, chunkPanels);
    }

    /// <summary>Slivers, panels or strips that a thread packs at a time.</summary>
    private static int PerChunk(int width, int length) => (int)Math.Max(1, PackGrain / Math.Max(1, (long)width * length));

    private int PackedColumns => _panels * TKernel.Columns;

    /// <summary>Packs slivers over the stretch under way: part after part, in each sliver after sliver.</summary>
    private void PackSlivers(int from, int to)
    {
        var packed = _scratch.Pointer<T>();
        for (var p = _from; p < _to; p += _depth)
        {
            var depth = Math.Min(_depth, _to - p);
            for (var sliver = from; sliver < to; sliver++)
            {
                var (row, height) = (_slivers.FirstRow(sliver), _slivers.Height(sliver));
                Packing.Pack(
                    _a.At(row, p), isTurned: true, packed + ((long)_slivers.Rows * (p - _from)) + ((long)row * depth), depth,
                    Math.Min(height, _m - row), height);
            }
        }
    }

    /// <summary>Packs strips of an A that lies across its slivers, over the stretch under way.</summary>
    private void PackStripsOfA(int from, int to)
    {
        var end = Math.Min(_to, _from + (to * Strip));
        for (var q = _from + (from * Strip); q < end;)
        {
            var (p, depth, count) = StripAt(q, end);
            var packed = _scratch.Pointer<T>() + ((long)_slivers.Rows * (p - _from));
            for (var sliver = 0; sliver < _slivers.Count; sliver++)
            {
                var (row, height) = (_slivers.FirstRow(sliver), _slivers.Height(sliver));
                var target = packed + ((long)row * depth) + ((q - p) * height);
                Packing.Pack(_a.At(q, row), isTurned: false, target, count, Math.Min(height, _m - row), height);
            }

            q += count;
        }
    }

    /// <summary>Packs strips of a B that lies across its panels, over the stretch under way.</summary>
    private void PackStripsOfB(int from, int to)
    {
        var end = Math.Min(_to, _from + (to * Strip));
        for (var q = _from + (from * Strip); q < end;)
        {
            var (p, depth, count) = StripAt(q, end);
            for (var panel = 0; panel < _panels; panel++)
            {
                var column = panel * TKernel.Columns;
                var target = PackedPanels(p) + PanelLength(panel, depth) + ((q - p) * TKernel.Columns);
                Packing.Pack(
                    _b.At(q, column), isTurned: false, target, count, Math.Min(TKernel.Columns, _n - column), TKernel.Columns);
            }

            q += count;
        }
    }

    /// <summary>The part of the depth that a strip lies in, the length of that part, and that of the strip within it.</summary>
    private (int Part, int Depth, int Count) StripAt(int q, int end)
    {
        var p = _from + ((q - _from) / _depth * _depth);
        var depth = Math.Min(_depth, _to - p);
        return (p, depth, Math.Min(Math.Min(Strip, end - q), p + depth - q));
    }

    /// <summary>Packs panels over the stretch under way, for the chunks of all rows.</summary>
    private void PackAllPanels(int from, int to)
    {
        for (var p = _from; p < _to; p += _depth)
        {
            var depth = Math.Min(_depth, _to - p);
            PackPanels(from, to, p, depth, PackedPanels(p) + PanelLength(from, depth));
        }
    }

    private T* PackedPanels(int p) => _scratch.Pointer<T>() + _packedA + ((long)PackedColumns * (p - _from));

    private static long PanelLength(int panels, int depth) => (long)panels * TKernel.Columns * depth;

    private void Multiply(int from, int to)
    {
        var panels = _packsB ? null : PanelMemory();
        for (var chunk = from; chunk < to; chunk++)
        {
            var (row, column) = Math.DivRem(chunk, _columnChunks);
            var (sliver, panel) = (row * _chunkSlivers, column * _chunkPanels);
            var (endSliver, endPanel) = (Math.Min(_slivers.Count, sliver + _chunkSlivers), Math.Min(_panels, panel + _chunkPanels));
            var p = _from;
            do
            {
                var depth = Math.Min(_depth, _to - p);
                var packed = _packsB ? PackedPanels(p) + PanelLength(panel, depth) : panels;
                if (!_packsB) PackPanels(panel, endPanel, p, depth, packed);
                var ahead = Ahead(panel, endPanel, p + depth, (endSliver - sliver) * (endPanel - panel));
                for (var at = panel; at < endPanel; at++)
                    MultiplyPanel(sliver, endSliver, at, p, depth, packed + PanelLength(at - panel, depth), ref ahead);
                p += depth;
            }
            while (p < _to);
        }
    }

    private bool IsReadInPlace(int panel) => _readsB && (panel + 1) * TKernel.Columns <= _n;

    /// <summary>Packs panels, a strip of B that lies together in memory at a time.</summary>
    private void PackPanels(int panel, int endPanel, int p, int depth, T* to)
    {
        var strip = _problem.TransposeB ? depth : Strip;
        for (var q = 0; q < depth; q += strip)
        {
            for (var at = panel; at < endPanel; at++)
            {
                if (IsReadInPlace(at)) continue;
                var column = at * TKernel.Columns;
                var source = _problem.TransposeB ? _b.At(column, p) : _b.At(p + q, column);
                var target = to + PanelLength(at - panel, depth) + (q * TKernel.Columns);
                Packing.Pack(
                    source, _problem.TransposeB, target, Math.Min(strip, depth - q), Math.Min(TKernel.Columns, _n - column),
                    TKernel.Columns);
            }
        }
    }

    /// <summary>The part of B that the chunk packs next: it is called into the cache while this one is multiplied.</summary>
    private PrefetchBlock Ahead(int panel, int endPanel, int p, int tiles)
    {
        if (_readsB || _packsB || tiles < 16 || p >= _k) return default;
        var (column, columns) = (panel * TKernel.Columns, (Math.Min(_n, endPanel * TKernel.Columns) - (panel * TKernel.Columns)));
        var depth = Math.Min(_depth, _to - p);
        return _problem.TransposeB
            ? new(_b.At(column, p).First, _b.Stride * sizeof(T), columns, depth * sizeof(T), tiles)
            : new(_b.At(p, column).First, _b.Stride * sizeof(T), depth, columns * sizeof(T), tiles);
    }

    private void MultiplyPanel(int sliver, int endSliver, int panel, int p, int depth, T* packedPanel, ref PrefetchBlock ahead)
    {
        var packedSlivers = _readsA ? null : _scratch.Pointer<T>() + ((long)_slivers.Rows * (p - _from));
        var column = panel * TKernel.Columns;
        var columns = Math.Min(TKernel.Columns, _n - column);
        var b = IsReadInPlace(panel) ? _b.At(p, column) : new(packedPanel, TKernel.Columns);
        var isFloored = p + depth == _k && _finish.FusesRelu;
        for (; sliver < endSliver; sliver++)
        {
            var (row, height) = (_slivers.FirstRow(sliver), _slivers.Height(sliver));
            var a = _readsA ? _a.At(p, row) : new(packedSlivers + ((long)row * depth), height);
            var c = _c.At(row, column);

            // The addend comes first, then each part adds to what stands in C; the floor comes last.
            var finish = new Finish<T>(p > 0 ? c : _finish.At(row, column).Addend, isFloored);
            ahead.Step();
            if (row + height <= _m && columns == TKernel.Columns)
            {
                if (height == TKernel.Rows) TKernel.Multiply(a, b, c, depth, finish);
                else TKernel.MultiplyLow(a, b, c, depth, finish);
            }
            else MultiplyEdge(a, b, c, depth, finish, height, Math.Min(height, _m - row), columns);
        }
    }

    /// <summary>A tile that reaches beyond C: it is computed beside it, and the part within is copied.</summary>
    private static void MultiplyEdge(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish, int height, int rows, int columns)
    {
        var space = stackalloc T[TKernel.Rows * TKernel.Columns];
        var tile = new Rows<T>(space, TKernel.Columns);
        if (height == TKernel.Rows) TKernel.Multiply(a, b, tile, depth, default);
        else TKernel.MultiplyLow(a, b, tile, depth, default);
        for (var i = 0; i < rows; i++)
        {
            T* sums = tile.At(i, 0).First, to = c.At(i, 0).First, addend = finish.At(i, 0).Addend.First;
            var j = 0;
            for (; j + Vector128<T>.Count <= columns; j += Vector128<T>.Count)
            {
                var values = Vector128.Load(sums + j);
                if (finish.Adds) values += Vector128.Load(addend + j);
                (finish.FusesRelu ? Vector128.Max(values, Vector128<T>.Zero) : values).Store(to + j);
            }

            for (; j < columns; j++)
            {
                var value = finish.Adds ? sums[j] + addend[j] : sums[j];
                to[j] = finish.FusesRelu ? T.Max(value, T.Zero) : value;
            }
        }
    }

    private static T* PanelMemory() => (T*)ThreadMemory.Take((long)MaxPanels * TKernel.Columns * Parts.MaxDepth * sizeof(T));
}
