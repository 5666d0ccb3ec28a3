namespace OnnxTrain.Tests.Reports;

/// <summary>An axis has a few finite ticks in order, however its numbers lie.</summary>
public class ChartAxisTests
{
    private const int MostTicks = 14;

    public static TheoryData<double> Magnitudes =>
        [0, double.Epsilon, 1e-310, 1e-300, 1e-20, 0.1, 1, 3, 1e6, 4096095532296027, 1e100, 1e300, double.MaxValue];

    [Theory, MemberData(nameof(Magnitudes))]
    public void Of_numbers_any_distance_apart(double magnitude)
    {
        foreach (var start in (ReadOnlySpan<double>)[magnitude, -magnitude])
        {
            var (next, bits) = (Math.BitIncrement(start), 1L);
            for (var i = 0; i < 62; i++, bits <<= 1)
            {
                var end = BitConverter.Int64BitsToDouble(
                    Math.Min(BitConverter.DoubleToInt64Bits(Math.Abs(start)) + bits, BitConverter.DoubleToInt64Bits(double.MaxValue)));
                Check([start, end]);
                Check([start, next, end, -end]);
            }
        }
    }

    [Fact]
    public void Of_numbers_drawn_from_all_bits()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
            Check([
                .. Enumerable
                    .Range(0, 1 + random.Next(4))
                    .Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
            ]);
    }

    [Fact]
    public void Of_ordinary_numbers_is_as_long_as_they_are() =>
        Assert.Equal([0, 2, 4, 6, 8, 10], ChartAxis.Linear("x", 0, 10).Ticks.Select(t => t.Value));

    private static void Check(double[] numbers)
    {
        foreach (var log in (ReadOnlySpan<bool>)[false, true])
        {
            var axis = ChartAxis.Of("x", numbers, log);
            Assert.True(double.IsFinite(axis.Low) && double.IsFinite(axis.High) && axis.Low < axis.High, string.Join(", ", numbers));
            Assert.InRange(axis.Ticks.Count, 1, MostTicks);
            Assert.All(axis.Ticks, t => Assert.True(double.IsFinite(t.Value)));
            Assert.All(axis.Ticks.Zip(axis.Ticks.Skip(1)), pair => Assert.True(pair.First.Value < pair.Second.Value));
            Assert.All(numbers, n => Assert.InRange(axis.Place(n), 0, 1));
        }
    }
}
