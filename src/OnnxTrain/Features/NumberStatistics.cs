using System.Globalization;

namespace OnnxTrain;

/// <summary>The statistics that a scaling needs of a column, in one pass. Missing numbers are ignored.</summary>
/// <param name="name">The column.</param>
/// <param name="kind">The scaling.</param>
internal sealed class NumberStatistics(string name, Scaling kind)
{
    // Quantiles need all numbers; no other scaling keeps them.
    private readonly List<double> _numbers = [];

    private readonly WidthCheck _width = new();

    private double _mean, _squares, _sum;
    private double _least = double.PositiveInfinity, _most = double.NegativeInfinity;
    private long _count;

    /// <summary>The number of numbers.</summary>
    public long Count => _count;

    /// <exception cref="DataException">The scaling is logarithmic, and a number is negative.</exception>
    public void Add(ReadOnlySpan<double> numbers, Func<int, string> place)
    {
        if (kind == Scaling.Log) RequireNotNegative(name, numbers, place);
        foreach (var number in numbers)
        {
            if (double.IsNaN(number)) continue;
            _width.Add(number);
            var x = kind == Scaling.Log ? double.LogP1(number) : number;
            _count++;
            _sum += x;
            (_least, _most) = (Math.Min(_least, x), Math.Max(_most, x));
            if (kind == Scaling.Robust) _numbers.Add(x);
            var delta = x - _mean;
            _mean += delta / _count; // Welford (1962): exact also for columns far from zero
            _squares += delta * (x - _mean);
        }
    }

    public NumberScale Finish() => Scaled() with { IsWide = IsWide };

    private bool IsWide => _width.IsWide(Math.Max(Math.Abs(_least), Math.Abs(_most)), Spread);

    private NumberScale Scaled()
    {
        var average = _sum / _count;
        switch (kind)
        {
            case Scaling.Standardize:
                return new(kind, _mean, Deviation, _mean);
            case Scaling.Log:
                return new(kind, _mean, Deviation, double.ExpM1(_mean));
            case Scaling.MinMax:
                return new(kind, _least, NotZero(_most - _least), average);
            case Scaling.MinMaxSymmetric:
                var half = NotZero(_most - _least) / 2;
                return new(kind, _least + half, half, average);
            case Scaling.Robust:
                _numbers.Sort();
                var median = Quantile(0.5);
                return new(kind, median, NotZero(Quantile(0.75) - Quantile(0.25)), median);
            case Scaling.None:
                return new(kind, 0, 1, average);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such scaling.");
        }
    }

    /// <exception cref="DataException">A number is negative.</exception>
    public static void RequireNotNegative(string name, ReadOnlySpan<double> numbers, Func<int, string> place)
    {
        for (var row = 0; row < numbers.Length; row++)
        {
            if (!(numbers[row] < 0)) continue;
            throw new DataException(
                $"{place(row)}: column '{name}' holds {numbers[row].ToString(CultureInfo.InvariantCulture)}; for logarithmic scaling, "
                    + "ln(1 + x), it must be 0 or more. Choose another scaling for it.");
        }
    }

    /// <summary>The population standard deviation of the numbers; 1 if it is 0.</summary>
    private double Deviation => NotZero(Spread);

    /// <summary>The standard deviation; half of the range if squares are beyond float64.</summary>
    private double Spread => double.IsFinite(_squares) && (_squares > 0 || _least >= _most)
        ? Math.Sqrt(_squares / _count)
        : (_most / 2) - (_least / 2);

    /// <summary>The quantile of the sorted numbers, interpolated between two neighbours.</summary>
    private double Quantile(double part)
    {
        var place = part * (_numbers.Count - 1);
        var below = (int)place;
        var next = Math.Min(below + 1, _numbers.Count - 1);
        return _numbers[below] + ((place - below) * (_numbers[next] - _numbers[below]));
    }

    private double NotZero(double scale) => (IsWide ? scale : (float)scale) > 0 ? scale : 1;
}
