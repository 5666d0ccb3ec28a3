using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Kernels;

/// <summary>The matrix product against three loops; every instruction set gives the same bits.</summary>
public class GemmTests
{
    /// <summary>Sizes round the register tiles, the chunk of 288 rows and 256 columns, and the depth of 256; the rest at random.</summary>
    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            TheoryData<int, int, int> sizes = new()
            {
                { 1, 1, 1 },
                { 6, 16, 8 },
                { 5, 15, 7 },
                { 7, 17, 9 },
                { 47, 255, 255 },
                { 48, 256, 256 },
                { 49, 257, 257 },
                { 97, 3, 513 },
                { 50, 12, 30 },
                { 50, 13, 30 },
                { 288, 40, 9 },
                { 289, 300, 20 },
                { 700, 5, 3 },
                { 1, 300, 1 },
                { 300, 1, 1 },
                { 1, 1, 600 },
                { 0, 4, 3 },
                { 4, 0, 3 },
                { 4, 3, 0 },
            };
            var random = new Random(1);
            for (var i = 0; i < 30; i++) sizes.Add(random.Next(1, 71), random.Next(1, 71), random.Next(1, 71));
            return sizes;
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Float32(int m, int n, int k) => Check<float>(m, n, k, 1.0 / (1 << 24));

    [Theory, MemberData(nameof(Sizes))]
    public void Float64(int m, int n, int k) => Check<double>(m, n, k, 1.0 / (1L << 53));

    /// <summary>
    /// What is added, a row or a matrix or C itself, and the floor: the same bits as doing so afterwards, where the depth is in one part.
    /// </summary>
    [Theory]
    [
        InlineData(13, 37, 20, false), InlineData(13, 37, 20, true), InlineData(40, 7, 20, false), InlineData(40, 7, 20, true),
        InlineData(5, 70, 0, true)
    ]
    public void AddendAndFloor(int m, int n, int k, bool isMatrix)
    {
        var random = new Random(5);
        double[] a = Draw(random, m * k), b = Draw(random, k * n), addend = Draw(random, isMatrix ? m * n : n);
        var plain = Multiply<float>(a, b, m, n, k, false, true);
        var finished = Multiply<float>(a, b, m, n, k, false, true, addend);
        for (var i = 0; i < plain.Length; i++) Assert.Equal(Math.Max(plain[i] + (float)addend[i % addend.Length], 0), finished[i]);
    }

    /// <summary>C may be its own addend, and a depth in several parts adds it once.</summary>
    [Theory]
    [InlineData(13, 37, 600), InlineData(40, 7, 600)]
    public void Accumulates(int m, int n, int k)
    {
        using NativeBuffer left = new(m * k * 8), right = new(k * n * 8), product = new(m * n * 8);
        var (a, b, c) = (left.Block<double>(0, m * k), right.Block<double>(0, k * n), product.Block<double>(0, m * n));
        a.Span.Fill(1);
        b.Span.Fill(1);
        using var scratch = new Scratch();
        foreach (var width in InstructionSets.Available)
        {
            c.Span.Fill(0.5);
            Gemm.Bind(new GemmProblem<double>(a, b, c, m, n, k) { Addend = c }, scratch, width)();
            Assert.All(c.Span.ToArray(), x => Assert.Equal(k + 0.5, x));
        }
    }

    /// <summary>|error| ≤ k · unit · Σ |a| · |b|, the bound for a sum of k rounded products in any order (Higham, 2002, §3.1).</summary>
    private static void Check<T>(int m, int n, int k, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random((m * 7919) + (n * 31) + k);
        double[] a = Draw(random, m * k), b = Draw(random, k * n);
        foreach (var (transposeA, transposeB) in (IEnumerable<(bool, bool)>)[(false, false), (false, true), (true, false), (true, true)])
        {
            var c = Multiply<T>(a, b, m, n, k, transposeA, transposeB);
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    double sum = 0, magnitude = 0;
                    for (var p = 0; p < k; p++)
                    {
                        var product = a[transposeA ? (p * m) + i : (i * k) + p] * b[transposeB ? (j * k) + p : (p * n) + j];
                        sum += product;
                        magnitude += Math.Abs(product);
                    }

                    Assert.InRange(Math.Abs(double.CreateChecked(c[(i * n) + j]) - sum), 0, (k + 1) * unit * magnitude);
                }
            }
        }
    }

    private static double[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (double)(float)((2 * random.NextDouble()) - 1))];

    private static T[] Multiply<T>(double[] a, double[] b, int m, int n, int k, bool transposeA, bool transposeB, double[]? addend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using NativeBuffer left = new(a.Length * 8),
            right = new(b.Length * 8), product = new(m * n * 8), added = new((addend?.Length ?? 0) * 8);
        var (x, y, z) = (left.Block<T>(0, a.Length), right.Block<T>(0, b.Length), product.Block<T>(0, m * n));
        Array.ConvertAll(a, T.CreateChecked).CopyTo(x.Span);
        Array.ConvertAll(b, T.CreateChecked).CopyTo(y.Span);
        var plus = added.Block<T>(0, addend?.Length ?? 0);
        if (addend is not null) Array.ConvertAll(addend, T.CreateChecked).CopyTo(plus.Span);
        z.Span.Fill(T.CreateChecked(123));
        using var scratch = new Scratch();
        T[]? first = null;
        foreach (var width in InstructionSets.Available)
        {
            var run = Gemm.Bind(
                new GemmProblem<T>(x, y, z, m, n, k)
                {
                    TransposeA = transposeA,
                    TransposeB = transposeB,
                    Addend = addend is null ? default : plus,
                    FusesRelu = addend is not null,
                },
                scratch,
                width);
            for (var repeat = 0; repeat < 2; repeat++)
            {
                run();
                first ??= z.Span.ToArray();
                Assert.Equal(first, z.Span.ToArray());
            }
        }

        return first!;
    }
}
