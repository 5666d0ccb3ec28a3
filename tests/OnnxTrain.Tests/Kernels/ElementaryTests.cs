using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Kernels;

/// <summary>Elementary functions against the C library in float64, and vectors of 512 bits against the usual ones.</summary>
public class ElementaryTests
{
    private static readonly double[] Special =
    [
        0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5e-324, 1e-45, -1e-45, 1e-310, 1.17549435e-38,
        0.625, -0.625, 19.999, 20, -20, 87, -87.4, 88.73, 89, -103.9, -104, 709.7, 710, -745, -746, 1e6, -1e6, 1e7, 1e30, -1e300,
    ];

    public static TheoryData<string> Functions() =>
        ["Exp", "Log", "Tanh", "Sigmoid", "Sin", "Cos", "Tan", "Sinh", "Cosh", "Log2", "Log10"];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Both_widths_give_the_same_bits(string function)
    {
        Assert.Equal(Bits<float, SimdVector<float>>(function), Bits<float, SimdVector512<float>>(function));
        Assert.Equal(Bits<double, SimdVector<double>>(function), Bits<double, SimdVector512<double>>(function));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Values_are_those_of_the_C_library(string function)
    {
        Func<double, double> want = function switch
        {
            "Exp" => Math.Exp,
            "Log" => Math.Log,
            "Tanh" => Math.Tanh,
            "Sigmoid" => x => 1 / (1 + Math.Exp(-x)),
            "Sin" => Math.Sin,
            "Cos" => Math.Cos,
            "Tan" => Math.Tan,
            "Sinh" => Math.Sinh,
            "Cosh" => Math.Cosh,
            "Log2" => Math.Log2,
            _ => Math.Log10,
        };
        var x = Inputs<double>().Where(x => Math.Abs(x) <= 700 && (function != "Sinh" || Math.Abs(x) > 0.5 || x == 0)).ToArray();
        var y = Outputs<double, SimdVector512<double>>(function, x);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = want(x[i]);
            var scale = function is "Sin" or "Cos" or "Tan" ? Math.Max(Math.Abs(expected), 1) : Math.Abs(expected);
            var agrees = y[i].Equals(expected) || Math.Abs(y[i] - expected) <= 4e-15 * scale;
            Assert.True(agrees, $"{function}({x[i]:R}) = {y[i]:R}, not {expected:R}");
        }
    }

    [Fact]
    public void A_single_number_gives_the_bits_of_a_vector()
    {
        Assert.Equal(Bits<double, SimdVector512<double>>("Exp"), Inputs<double>().Select(x => Bits(Elementary.Exp(x))));
        Assert.Equal(Bits<double, SimdVector512<double>>("Log"), Inputs<double>().Select(x => Bits(Elementary.Log(x))));
        Assert.Equal(Bits<float, SimdVector512<float>>("Log"), Inputs<float>().Select(x => Bits(Elementary.Log(x))));
        Assert.Equal(Bits<float, SimdVector512<float>>("Cos"), Inputs<float>().Select(x => Bits(Elementary.Cos(x))));
    }

    private static ulong[] Bits<T, TVector>(string function)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVector : struct, ISimdVector<TVector> =>
        [.. Outputs<T, TVector>(function, Inputs<T>()).Select(Bits)];

    private static ulong Bits<T>(T y)
        where T : IFloatingPointIeee754<T> => T.IsNaN(y) ? ulong.MaxValue : BitConverter.DoubleToUInt64Bits(double.CreateChecked(y));

    private static T[] Inputs<T>()
        where T : IFloatingPointIeee754<T>
    {
        var random = new Random(3);
        var spread = Enumerable.Range(0, 3001).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-150, 12)));
        var near = Enumerable.Range(0, 3000).Select(_ => (random.NextDouble() * 220) - 110);
        return [.. Special.Concat(spread).Concat(near).Select(T.CreateTruncating)];
    }

    private static T[] Outputs<T, TVector>(string function, T[] x)
        where T : unmanaged
        where TVector : struct, ISimdVector<TVector>
    {
        var y = new T[x.Length];
        switch (function)
        {
            case "Exp": Elementary.Map<T, ExpFunction, TVector>(x, y); break;
            case "Log": Elementary.Map<T, LogFunction, TVector>(x, y); break;
            case "Tanh": Elementary.Map<T, TanhFunction, TVector>(x, y); break;
            case "Sigmoid": Elementary.Map<T, SigmoidFunction, TVector>(x, y); break;
            case "Sin": Elementary.Map<T, SinFunction, TVector>(x, y); break;
            case "Cos": Elementary.Map<T, CosFunction, TVector>(x, y); break;
            case "Tan": Elementary.Map<T, TanFunction, TVector>(x, y); break;
            case "Sinh": Elementary.Map<T, SinhFunction, TVector>(x, y); break;
            case "Cosh": Elementary.Map<T, CoshFunction, TVector>(x, y); break;
            case "Log2": Elementary.Map<T, Log2Function, TVector>(x, y); break;
            default: Elementary.Map<T, Log10Function, TVector>(x, y); break;
        }

        return y;
    }
}
