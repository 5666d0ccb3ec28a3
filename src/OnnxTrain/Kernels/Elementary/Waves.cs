using System.Numerics;
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
    public static Vector<double> Sin(Vector<double> x, long quarters)
    {
        var isFar = Vector.GreaterThanOrEqual(Vector.Abs(x), new(Largest));
        if (Vector.AnyWhereAllBitsSet(isFar.As<long, double>()) || !Vector.EqualsAll(x, x)) return OneByOne(x, quarters);
        return Near(x, quarters);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Near(Vector<double> x, long quarters)
    {
        var magic = new Vector<double>(6755399441055744.0);
        var n = Vector.FusedMultiplyAdd(x, new(0.63661977236758134308), magic) - magic;
        var quadrant = (n + magic).As<double, long>() + new Vector<long>(quarters); // the constant's own lowest bits are 0
        var r = Vector.FusedMultiplyAdd(n, new(-1.57079632673412561417e+00), x);
        r = Vector.FusedMultiplyAdd(n, new(-6.07710050630396597660e-11), r);
        r = Vector.FusedMultiplyAdd(n, new(-2.02226624879595063154e-21), r);
        var z = r * r;
        var s = new Vector<double>(1.58969099521155010221e-10);
        s = Vector.FusedMultiplyAdd(s, z, new(-2.50507602534068634195e-08));
        s = Vector.FusedMultiplyAdd(s, z, new(2.75573137070700676789e-06));
        s = Vector.FusedMultiplyAdd(s, z, new(-1.98412698298579493134e-04));
        s = Vector.FusedMultiplyAdd(s, z, new(8.33333333332248946124e-03));
        s = Vector.FusedMultiplyAdd(s, z, new(-1.66666666666666324348e-01));
        var sin = Vector.FusedMultiplyAdd(s * z, r, r);
        var c = new Vector<double>(-1.13596475577881948265e-11);
        c = Vector.FusedMultiplyAdd(c, z, new(2.08757232129817482790e-09));
        c = Vector.FusedMultiplyAdd(c, z, new(-2.75573143513906633035e-07));
        c = Vector.FusedMultiplyAdd(c, z, new(2.48015872894767294178e-05));
        c = Vector.FusedMultiplyAdd(c, z, new(-1.38888888888741095749e-03));
        c = Vector.FusedMultiplyAdd(c, z, new(4.16666666666666019037e-02));
        var half = new Vector<double>(0.5) * z;
        var most = Vector<double>.One - half;
        var cos = most + ((Vector<double>.One - most - half) + (z * z * c));
        var y = Vector.ConditionalSelect(Vector.Equals(quadrant & Vector<long>.One, Vector<long>.Zero), sin, cos);
        return Vector.ConditionalSelect(Vector.Equals(quadrant & new Vector<long>(2), Vector<long>.Zero), y, -y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<double> OneByOne(Vector<double> x, long quarters)
    {
        var y = Near(Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new(Largest)), x, Vector<double>.Zero), quarters);
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            if (!(Math.Abs(x[i]) < Largest)) y = y.WithElement(i, quarters == 0 ? Math.Sin(x[i]) : Math.Cos(x[i]));
        }

        return y;
    }
}
