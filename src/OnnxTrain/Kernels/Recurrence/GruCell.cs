using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// r = σ(·), z = σ(·) of W x + U h + b, n = tanh(W x + b + r · (U h + b)), h' = (1 − z) · n + z · h (Cho et al., 2014, with the reset after
/// the product, as in cuDNN and PyTorch).
/// </summary>
internal readonly unsafe struct GruCell<T> : ICell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Gates => 3;

    public static bool AddsProduct => false;

    public static bool HasCell => false;

    public static bool KeepsCell => true;

    public static int ListForward(in CellRow<T> row, int units, T** rows)
    {
        for (var gate = 0; gate < 3; gate++) rows[gate] = row.Gates + (gate * units);
        rows[3] = row.Product + (2 * units);
        rows[4] = row.Bias;
        rows[5] = row.Before;
        rows[6] = row.Cell;
        rows[7] = row.Hidden;
        return 8;
    }

    public static int ListBackward(in CellRow<T> row, int units, T** rows)
    {
        for (var gate = 0; gate < 3; gate++)
        {
            rows[gate] = row.Gates + (gate * units);
            rows[7 + gate] = row.GateSlopes + (gate * units);
            rows[10 + gate] = row.ProductSlopes + (gate * units);
        }

        rows[3] = row.Cell;
        rows[4] = row.Before;
        rows[5] = row.Upstream;
        rows[6] = row.HiddenSlope;
        return 13;
    }

    public static void Activate(in CellRow<T> row, int units)
    {
        Span<T> gates = new(row.Gates, 2 * units), product = new(row.Product, 2 * units);
        TensorPrimitives.Add<T>(gates, product, gates);
        Elementary.Sigmoid(gates, gates);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var product = TVector.Load(rows[3] + at) + TVector.Load(rows[4] + at);
        product.Store(rows[6] + at);
        var n = TanhFunction.Of(TVector.FusedMultiplyAdd(TVector.Load(rows[0] + at), product, TVector.Load(rows[2] + at)));
        n.Store(rows[2] + at);
        TVector.FusedMultiplyAdd(TVector.Load(rows[1] + at), TVector.Load(rows[5] + at) - n, n).Store(rows[7] + at);
    }

    // with h̄ = dL/dh' and p = U h + b: n̄ = h̄ · (1 − z) · (1 − n²), z̄ = h̄ · (h − n) · z · (1 − z), r̄ = n̄ · p · r · (1 − r),
    // p̄ = n̄ · r
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var one = TVector.Constant(1f, 1.0);
        var slope = TVector.Load(rows[5] + at) + TVector.Load(rows[6] + at);
        var (r, z, n) = (TVector.Load(rows[0] + at), TVector.Load(rows[1] + at), TVector.Load(rows[2] + at));
        var ofN = slope * (one - z) * (one - (n * n));
        var ofZ = slope * (TVector.Load(rows[4] + at) - n) * z * (one - z);
        var ofR = ofN * TVector.Load(rows[3] + at) * r * (one - r);
        ofR.Store(rows[7] + at);
        ofZ.Store(rows[8] + at);
        ofN.Store(rows[9] + at);
        ofR.Store(rows[10] + at);
        ofZ.Store(rows[11] + at);
        (ofN * r).Store(rows[12] + at);
        (slope * z).Store(rows[6] + at);
    }
}
