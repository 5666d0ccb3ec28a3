using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>h' = tanh(W x + U h + b) (Elman, 1990). The gates keep h'.</summary>
internal readonly unsafe struct TanhCell<T> : ICell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Gates => 1;

    public static bool AddsProduct => true;

    public static bool HasCell => false;

    public static bool KeepsCell => false;

    public static int ListForward(in CellRow<T> row, int units, T** rows)
    {
        rows[0] = row.Gates;
        rows[1] = row.Hidden;
        return 2;
    }

    public static int ListBackward(in CellRow<T> row, int units, T** rows)
    {
        rows[0] = row.Gates;
        rows[1] = row.Upstream;
        rows[2] = row.HiddenSlope;
        rows[3] = row.GateSlopes;
        return 4;
    }

    public static void Activate(in CellRow<T> row, int units)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var h = TanhFunction.Of(TVector.Load(rows[0] + at));
        h.Store(rows[0] + at);
        h.Store(rows[1] + at);
    }

    // h̄ · (1 − h'²)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var h = TVector.Load(rows[0] + at);
        ((TVector.Load(rows[1] + at) + TVector.Load(rows[2] + at)) * (TVector.Constant(1f, 1.0) - (h * h))).Store(rows[3] + at);
        TVector.Constant(0f, 0.0).Store(rows[2] + at);
    }
}
