using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>Transposes strips of float32 in registers, for packing: a strip is as many rows as a vector has lanes, or 4 at least.</summary>
internal static unsafe class Transposer
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSupported<T>() => typeof(T) == typeof(float) && Pairs.IsSupported;

    /// <summary>
    /// to[j, i] = from[i, j] for <paramref name="rows"/> rows i and <paramref name="columns"/> columns j, 4 of each at least. The last
    /// block of 4 overlaps the one before where they do not fill it.
    /// </summary>
    public static void Transpose<T>(Rows<T> from, Rows<T> to, int rows, int columns)
        where T : unmanaged
    {
        var (source, target) = (new Rows<float>((float*)from.First, from.Stride), new Rows<float>((float*)to.First, to.Stride));
        var row = 0;
        for (; Avx512F.IsSupported && row + 16 <= rows; row += 16) Strip512(source.At(row, 0), target.At(0, row), columns);
        for (; Avx.IsSupported && row + 8 <= rows; row += 8) Strip256(source.At(row, 0), target.At(0, row), columns);
        for (; row + 4 <= rows; row += 4) Strip128(source.At(row, 0), target.At(0, row), columns);
        if (row < rows) Strip128(source.At(rows - 4, 0), target.At(0, rows - 4), columns);
    }

    /// <summary>The same for up to 3 rows, with zeros as the rows up to the fourth: to[j] is 4 wide at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void TransposeFew<T>(Rows<T> from, Rows<T> to, int rows, int columns)
        where T : unmanaged
    {
        float* source = (float*)from.First, target = (float*)to.First;
        for (var j = 0; j < columns; j += 4)
        {
            var at = Math.Min(j, columns - 4);
            var (r0, r1) = (Vector128.Load(source + at), rows > 1 ? Vector128.Load(source + from.Stride + at) : default);
            var r2 = rows > 2 ? Vector128.Load(source + (2 * from.Stride) + at) : default;
            Store128(r0, r1, r2, default, target + (at * to.Stride), to.Stride);
        }
    }

    /// <summary>Lane i of vector r holds row 4i + r; a 4 × 4 transpose within the lanes then yields whole columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Strip512(Rows<float> from, Rows<float> to, int columns)
    {
        nint row = from.Stride, column = to.Stride;
        for (var j = 0; j < columns; j += 4)
        {
            var at = Math.Min(j, columns - 4);
            float* source = from.First + at, target = to.First + (at * column);
            var (r0, r1) = (Load512(source, row), Load512(source + row, row));
            var (r2, r3) = (Load512(source + (2 * row), row), Load512(source + (3 * row), row));
            var (low01, high01) = (Avx512F.UnpackLow(r0, r1).AsDouble(), Avx512F.UnpackHigh(r0, r1).AsDouble());
            var (low23, high23) = (Avx512F.UnpackLow(r2, r3).AsDouble(), Avx512F.UnpackHigh(r2, r3).AsDouble());
            Avx512F.UnpackLow(low01, low23).AsSingle().Store(target);
            Avx512F.UnpackHigh(low01, low23).AsSingle().Store(target + column);
            Avx512F.UnpackLow(high01, high23).AsSingle().Store(target + (2 * column));
            Avx512F.UnpackHigh(high01, high23).AsSingle().Store(target + (3 * column));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Strip256(Rows<float> from, Rows<float> to, int columns)
    {
        nint row = from.Stride, column = to.Stride;
        for (var j = 0; j < columns; j += 4)
        {
            var at = Math.Min(j, columns - 4);
            float* source = from.First + at, target = to.First + (at * column);
            var (r0, r1) = (Load256(source, row), Load256(source + row, row));
            var (r2, r3) = (Load256(source + (2 * row), row), Load256(source + (3 * row), row));
            var (low01, high01) = (Avx.UnpackLow(r0, r1).AsDouble(), Avx.UnpackHigh(r0, r1).AsDouble());
            var (low23, high23) = (Avx.UnpackLow(r2, r3).AsDouble(), Avx.UnpackHigh(r2, r3).AsDouble());
            Avx.UnpackLow(low01, low23).AsSingle().Store(target);
            Avx.UnpackHigh(low01, low23).AsSingle().Store(target + column);
            Avx.UnpackLow(high01, high23).AsSingle().Store(target + (2 * column));
            Avx.UnpackHigh(high01, high23).AsSingle().Store(target + (3 * column));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Strip128(Rows<float> from, Rows<float> to, int columns)
    {
        nint row = from.Stride, column = to.Stride;
        for (var j = 0; j < columns; j += 4)
        {
            var at = Math.Min(j, columns - 4);
            float* source = from.First + at, target = to.First + (at * column);
            var (r0, r1) = (Vector128.Load(source), Vector128.Load(source + row));
            var (r2, r3) = (Vector128.Load(source + (2 * row)), Vector128.Load(source + (3 * row)));
            Store128(r0, r1, r2, r3, target, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store128(
        Vector128<float> r0, Vector128<float> r1, Vector128<float> r2, Vector128<float> r3, float* target, nint column)
    {
        var (low02, high02, low13, high13) = (Pairs.JoinLow(r0, r2), Pairs.JoinHigh(r0, r2), Pairs.JoinLow(r1, r3), Pairs.JoinHigh(r1, r3));
        Pairs.JoinLow(low02, low13).Store(target);
        Pairs.JoinHigh(low02, low13).Store(target + column);
        Pairs.JoinLow(high02, high13).Store(target + (2 * column));
        Pairs.JoinHigh(high02, high13).Store(target + (3 * column));
    }

    /// <summary>Four elements each of the rows 0, 4, 8 and 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load512(float* from, nint row) =>
        Load256(from, row).ToVector512Unsafe().WithUpper(Load256(from + (8 * row), row));

    /// <summary>Four elements each of the rows 0 and 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load256(float* from, nint row) =>
        Vector128.Load(from).ToVector256Unsafe().WithUpper(Vector128.Load(from + (4 * row)));
}
