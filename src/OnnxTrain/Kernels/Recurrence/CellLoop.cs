using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Runs the elementwise part of a cell over all units of a row, vector by vector.</summary>
internal static unsafe class CellLoop<T, TCell>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCell : struct, ICell<T>
{
    /// <summary>Rows of numbers, at most.</summary>
    private const int MostRows = 16;

    public static void Forward(in CellRow<T> row, int units)
    {
        TCell.Activate(row, units);
        var rows = stackalloc T*[MostRows];
        var count = TCell.ListForward(row, units, rows);
        if (Vector512.IsHardwareAccelerated) Forward<SimdVector512<T>>(rows, count, units);
        else Forward<SimdVector<T>>(rows, count, units);
    }

    public static void Backward(in CellRow<T> row, int units)
    {
        var rows = stackalloc T*[MostRows];
        var count = TCell.ListBackward(row, units, rows);
        if (Vector512.IsHardwareAccelerated) Backward<SimdVector512<T>>(rows, count, units);
        else Backward<SimdVector<T>>(rows, count, units);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TVector>(T** rows, int count, int units)
        where TVector : struct, ISimdVector<TVector>
    {
        var at = 0;
        for (; at + TVector.Count <= units; at += TVector.Count) TCell.Forward<TVector>(rows, at);
        if (at == units) return;
        var space = stackalloc T[MostRows * TVector.Count];
        var rest = stackalloc T*[MostRows];
        CopyIn(rows, rest, space, count, at, units - at, TVector.Count);
        TCell.Forward<TVector>(rest, 0);
        CopyOut(rows, rest, count, at, units - at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TVector>(T** rows, int count, int units)
        where TVector : struct, ISimdVector<TVector>
    {
        var at = 0;
        for (; at + TVector.Count <= units; at += TVector.Count) TCell.Backward<TVector>(rows, at);
        if (at == units) return;
        var space = stackalloc T[MostRows * TVector.Count];
        var rest = stackalloc T*[MostRows];
        CopyIn(rows, rest, space, count, at, units - at, TVector.Count);
        TCell.Backward<TVector>(rest, 0);
        CopyOut(rows, rest, count, at, units - at);
    }

    private static void CopyIn(T** rows, T** rest, T* space, int count, int at, int length, int width)
    {
        for (var i = 0; i < count; i++)
        {
            rest[i] = space + (i * width);
            new Span<T>(rest[i], width).Clear();
            new ReadOnlySpan<T>(rows[i] + at, length).CopyTo(new(rest[i], width));
        }
    }

    private static void CopyOut(T** rows, T** rest, int count, int at, int length)
    {
        for (var i = 0; i < count; i++) new ReadOnlySpan<T>(rest[i], length).CopyTo(new(rows[i] + at, length));
    }
}
