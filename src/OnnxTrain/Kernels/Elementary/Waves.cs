using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Sine and cosine in float64: x = n · π/2 + r with |r| ≤ π/4, n · π/2 taken away in three parts of 33 bits, and the polynomials of fdlibm
/// (Sun Microsystems, 1993) on r. Numbers beyond 10⁶ go to the C library one by one.
/// </summary>
internal static class Waves
{
    private const double Largest = 1e6;

    /// <summary>sin (x + quarters · π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sin<TVector>(TVector x, long quarters)
        where TVector : struct, ISimdVector<TVector> =>
        TVector.AllLess(TVector.Abs(x), TVector.Constant(0, Largest)) ? Near(x, quarters) : OneByOne(x, quarters);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Near<TVector>(TVector x, long quarters)
        where TVector : struct, ISimdVector<TVector>
    {
        var magic = TVector.Constant(0, 6755399441055744.0); // 1.5 · 2⁵²: adding it rounds, and the lowest bits hold the whole number
        var n = TVector.FusedMultiplyAdd(x, TVector.Constant(0, 0.63661977236758134308), magic) - magic;
        var quadrant = TVector.AddBits(n + magic, TVector.Bits(0, quarters));
        var r = TVector.FusedMultiplyAdd(n, TVector.Constant(0, -1.57079632673412561417e+00), x);
        r = TVector.FusedMultiplyAdd(n, TVector.Constant(0, -6.07710050630396597660e-11), r);
        r = TVector.FusedMultiplyAdd(n, TVector.Constant(0, -2.02226624879595063154e-21), r);
        var z = r * r;
        var s = TVector.Constant(0, 1.58969099521155010221e-10);
        s = TVector.FusedMultiplyAdd(s, z, TVector.Constant(0, -2.50507602534068634195e-08));
        s = TVector.FusedMultiplyAdd(s, z, TVector.Constant(0, 2.75573137070700676789e-06));
        s = TVector.FusedMultiplyAdd(s, z, TVector.Constant(0, -1.98412698298579493134e-04));
        s = TVector.FusedMultiplyAdd(s, z, TVector.Constant(0, 8.33333333332248946124e-03));
        s = TVector.FusedMultiplyAdd(s, z, TVector.Constant(0, -1.66666666666666324348e-01));
        var sin = TVector.FusedMultiplyAdd(s * z, r, r);
        var c = TVector.Constant(0, -1.13596475577881948265e-11);
        c = TVector.FusedMultiplyAdd(c, z, TVector.Constant(0, 2.08757232129817482790e-09));
        c = TVector.FusedMultiplyAdd(c, z, TVector.Constant(0, -2.75573143513906633035e-07));
        c = TVector.FusedMultiplyAdd(c, z, TVector.Constant(0, 2.48015872894767294178e-05));
        c = TVector.FusedMultiplyAdd(c, z, TVector.Constant(0, -1.38888888888741095749e-03));
        c = TVector.FusedMultiplyAdd(c, z, TVector.Constant(0, 4.16666666666666019037e-02));
        var one = TVector.Constant(0, 1.0);
        var half = TVector.Constant(0, 0.5) * z;
        var most = one - half;
        var cos = most + ((one - most - half) + (z * z * c));

        // Odd quadrants have the cosine, the third and the fourth the other sign. As numbers, the bits 0, 1 and 2 are 0 and above 0.
        var zero = TVector.Constant(0, 0.0);
        var y = TVector.WhereEqual(TVector.LowestBitsToExponent(TVector.AndBits(quadrant, TVector.Bits(0, 1))), zero, sin, cos);
        return TVector.WhereEqual(TVector.LowestBitsToExponent(TVector.AndBits(quadrant, TVector.Bits(0, 2))), zero, y, -y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe TVector OneByOne<TVector>(TVector x, long quarters)
        where TVector : struct, ISimdVector<TVector>
    {
        var limit = TVector.Constant(0, Largest);
        var near = Near(TVector.WhereLess(TVector.Abs(x), limit, x, TVector.Constant(0, 0.0)), quarters);
        double* from = stackalloc double[TVector.Count], to = stackalloc double[TVector.Count];
        x.Store(from);
        near.Store(to);
        for (var i = 0; i < TVector.Count; i++)
        {
            if (!(Math.Abs(from[i]) < Largest)) to[i] = quarters == 0 ? Math.Sin(from[i]) : Math.Cos(from[i]);
        }

        return TVector.Load(to);
    }
}
