using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>h' = max(0, W x + U h + b). The gates keep h'.</summary>
internal readonly unsafe struct ReluCell<T> : ICell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Gates => 1;

    public static bool AddsProduct => true;

    public static bool HasCell => false;

    public static bool KeepsCell => false;

    public static int ListForward(in CellRow<T> row, int units, T** rows) => TanhCell<T>.ListForward(row, units, rows);

    public static int ListBackward(in CellRow<T> row, int units, T** rows) => TanhCell<T>.ListBackward(row, units, rows);

    public static void Activate(in CellRow<T> row, int units)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var (x, zero) = (TVector.Load(rows[0] + at), TVector.Constant(0f, 0.0));
        var h = TVector.WhereLess(x, zero, zero, x);
        h.Store(rows[0] + at);
        h.Store(rows[1] + at);
    }

    // h̄ where h' > 0
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var zero = TVector.Constant(0f, 0.0);
        var slope = TVector.Load(rows[1] + at) + TVector.Load(rows[2] + at);
        TVector.WhereLess(zero, TVector.Load(rows[0] + at), slope, zero).Store(rows[3] + at);
        zero.Store(rows[2] + at);
    }
}
