using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// erf in float64 by the rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function",
/// Mathematics of Computation 23 (1969), within three ulps.
/// </summary>
internal static class ErrorFunction
{
    private const double InverseRootPi = 0.56418958354775628695;

    /// <summary>From this number on, erf x is 1 in float64.</summary>
    private const double Saturation = 6;

    // erf x = x · A(x²) / B(x²) for |x| ≤ 0.46875
    private static readonly double[] A =
    [
        1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
    ];
    private static readonly double[] B = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

    // erfc x = e^−x² · C(x) / D(x) for 0.46875 ≤ x ≤ 4
    private static readonly double[] C =
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];

    private static readonly double[] D =
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
        4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    // erfc x = e^−x² / x · (1/√π − P(1/x²) / (x² Q(1/x²))) for x ≥ 4
    private static readonly double[] P =
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2,
        6.58749161529837803e-4,
    ];

    private static readonly double[] Q =
        [1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];

    public static double Of(double x)
    {
        var size = Math.Abs(x);
        if (size <= 0.46875) return x * Polynomial(A, x * x) / Polynomial(B, x * x);
        return double.IsNaN(x) ? x : Math.CopySign(size >= Saturation ? 1 : 1 - Complement(size), x);
    }

    /// <summary>The same in operators; each piece is computed within its bounds, and then the right piece is selected.</summary>
    public static Value Of(Value x)
    {
        var size = x.Abs();
        var (mid, far) = (size.Clip(0.46875, 4), size.Clip(4, Saturation));
        var near = x.Clip(-0.46875, 0.46875);
        var inverse = 1 / (far * far);
        var first = near * Polynomial(A, near * near) / Polynomial(B, near * near);
        var second = 1 - ((-(mid * mid)).Exp() * Polynomial(C, mid) / Polynomial(D, mid));
        var third = 1 - ((-(far * far)).Exp() / far * (InverseRootPi - (inverse * Polynomial(P, inverse) / Polynomial(Q, inverse))));
        return Value.Where(size <= 0.46875, first, Value.Where(size <= 4, second, third) * x.Sign());
    }

    private static Value Polynomial(double[] coefficients, Value x)
    {
        var sum = x * coefficients[0];
        foreach (var c in coefficients[1..^1]) sum = (sum + c) * x;
        return sum + coefficients[^1];
    }

    private static double Complement(double x)
    {
        var power = Elementary.Exp(-x * x);
        if (x <= 4) return power * Polynomial(C, x) / Polynomial(D, x);
        var inverse = 1 / (x * x);
        return power / x * (InverseRootPi - (inverse * Polynomial(P, inverse) / Polynomial(Q, inverse)));
    }

    /// <summary>c₀ xⁿ + … + cₙ by Horner's rule.</summary>
    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        foreach (var c in coefficients) sum = (sum * x) + c;
        return sum;
    }
}
