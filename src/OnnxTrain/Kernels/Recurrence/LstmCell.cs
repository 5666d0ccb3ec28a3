using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// i = σ(·), f = σ(·), g = tanh(·), o = σ(·) of W x + U h + b; c' = f · c + i · g; h' = o · tanh c' (Hochreiter and Schmidhuber, 1997, with
/// the forget gate of Gers, Schmidhuber and Cummins, 2000).
/// </summary>
internal readonly unsafe struct LstmCell<T> : ICell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Gates => 4;

    public static bool AddsProduct => true;

    public static bool HasCell => true;

    public static bool KeepsCell => true;

    public static int ListForward(in CellRow<T> row, int units, T** rows)
    {
        for (var gate = 0; gate < 4; gate++) rows[gate] = row.Gates + (gate * units);
        rows[4] = row.CellBefore;
        rows[5] = row.Cell;
        rows[6] = row.Hidden;
        return 7;
    }

    public static int ListBackward(in CellRow<T> row, int units, T** rows)
    {
        for (var gate = 0; gate < 4; gate++)
        {
            rows[gate] = row.Gates + (gate * units);
            rows[9 + gate] = row.GateSlopes + (gate * units);
        }

        rows[4] = row.CellBefore;
        rows[5] = row.Cell;
        rows[6] = row.Upstream;
        rows[7] = row.HiddenSlope;
        rows[8] = row.CellSlope;
        return 13;
    }

    public static void Activate(in CellRow<T> row, int units)
    {
        Span<T> inputAndForget = new(row.Gates, 2 * units), candidate = new(row.Gates + (2 * units), units);
        Span<T> output = new(row.Gates + (3 * units), units);
        Elementary.Sigmoid(inputAndForget, inputAndForget);
        Elementary.Tanh(candidate, candidate);
        Elementary.Sigmoid(output, output);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var product = TVector.Load(rows[0] + at) * TVector.Load(rows[2] + at);
        var c = TVector.FusedMultiplyAdd(TVector.Load(rows[1] + at), TVector.Load(rows[4] + at), product);
        c.Store(rows[5] + at);
        (TVector.Load(rows[3] + at) * TanhFunction.Of(c)).Store(rows[6] + at);
    }

    // with h̄ = dL/dh' and t = tanh c': c̄' = dL/dc' + h̄ · o · (1 − t²), ō = h̄ · t · o · (1 − o), ī = c̄' · g · i · (1 − i),
    // f̄ = c̄' · c · f · (1 − f), ḡ = c̄' · i · (1 − g²), c̄ = c̄' · f
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>
    {
        var one = TVector.Constant(1f, 1.0);
        var slope = TVector.Load(rows[6] + at) + TVector.Load(rows[7] + at);
        var (t, o) = (TanhFunction.Of(TVector.Load(rows[5] + at)), TVector.Load(rows[3] + at));
        (slope * t * o * (one - o)).Store(rows[12] + at);
        var c = TVector.FusedMultiplyAdd(slope * o, one - (t * t), TVector.Load(rows[8] + at));
        var (i, g) = (TVector.Load(rows[0] + at), TVector.Load(rows[2] + at));
        (c * g * i * (one - i)).Store(rows[9] + at);
        (c * i * (one - (g * g))).Store(rows[11] + at);
        var f = TVector.Load(rows[1] + at);
        (c * TVector.Load(rows[4] + at) * f * (one - f)).Store(rows[10] + at);
        (c * f).Store(rows[8] + at);
        TVector.Constant(0f, 0.0).Store(rows[7] + at);
    }
}
