namespace OnnxTrain.Cli;

/// <summary>Courses of numbers drawn with the dots of braille characters, two by four to a character.</summary>
internal sealed class BrailleChart
{
    private const int DotsAcross = 2, DotsDown = 4;

    private readonly byte[,] _dots;
    private readonly int[,] _series;
    private readonly int _width;
    private readonly int _height;
    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLog;

    /// <param name="width">Characters across.</param>
    /// <param name="height">Lines.</param>
    /// <param name="numbers">All that is to be drawn, for the range of the axis; it is logarithmic where they are spread far.</param>
    public BrailleChart(int width, int height, IEnumerable<double> numbers)
    {
        (_width, _height, _dots, _series) = (width, height, new byte[height, width], new int[height, width]);
        double[] finite = [.. numbers.Where(double.IsFinite)];
        (Low, High) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        _isLog = ChartAxis.WantsLog(finite);
        (_low, _high) = (Scale(Low), Scale(High));
    }

    /// <summary>The number at the foot.</summary>
    public double Low { get; }

    /// <summary>The number at the head.</summary>
    public double High { get; }

    /// <summary>Draws numbers evenly spaced from left to right; many share a column, few are joined.</summary>
    /// <param name="numbers">The numbers; those that are not finite are left out.</param>
    /// <param name="series">What the characters are marked with; a later one takes over those that it shares.</param>
    /// <param name="isDotted">Whether every second character is left out, so that the course is told apart without colours.</param>
    public void Draw(IReadOnlyList<double> numbers, int series, bool isDotted = false)
    {
        var columns = _width * DotsAcross;
        var previous = -1;
        for (var column = 0; column < columns; column++)
        {
            if ((isDotted && column / DotsAcross % 2 == 1) || At(numbers, column, columns) is not { } number)
            {
                previous = -1;
                continue;
            }

            var row = Row(number);
            var from = previous < 0 ? row : previous;
            for (var y = Math.Min(from, row); y <= Math.Max(from, row); y++)
            {
                if (y != previous || previous == row || previous < 0) Set(column, y, series);
            }

            previous = row;
        }
    }

    /// <summary>A line as runs of characters of one series; blanks are of series −1.</summary>
    public IEnumerable<(string Text, int Series)> Line(int line)
    {
        for (var start = 0; start < _width;)
        {
            var (series, end) = (Series(line, start), start);
            while (end < _width && Series(line, end) == series) end++;
            yield return (string.Concat(Enumerable.Range(start, end - start).Select(x => Character(_dots[line, x]))), series);
            start = end;
        }
    }

    private int Series(int line, int x) => _dots[line, x] == 0 ? -1 : _series[line, x];

    private static char Character(byte dots) => dots == 0 ? ' ' : (char)('\u2800' + dots);

    /// <summary>The mean of the numbers that fall on a column of dots, or what lies between two of them.</summary>
    private static double? At(IReadOnlyList<double> numbers, int column, int columns)
    {
        if (numbers.Count == 0) return null;
        if (numbers.Count > columns)
        {
            var (from, to) = ((int)((long)column * numbers.Count / columns), (int)((column + 1L) * numbers.Count / columns));
            double[] share = [.. numbers.Skip(from).Take(to - from).Where(double.IsFinite)];
            return share.Length == 0 ? null : share.Average();
        }

        var place = columns == 1 ? 0 : (double)column * (numbers.Count - 1) / (columns - 1);
        var left = (int)place;
        var right = Math.Min(left + 1, numbers.Count - 1);
        var number = numbers[left] + ((place - left) * (numbers[right] - numbers[left]));
        return double.IsFinite(number) ? number : null;
    }

    private double Scale(double number) => _isLog ? Math.Log10(number) : number;

    /// <summary>The row of dots, 0 at the head.</summary>
    private int Row(double number)
    {
        var rows = (_height * DotsDown) - 1;
        return _high > _low ? Math.Clamp((int)Math.Round((_high - Scale(number)) / (_high - _low) * rows), 0, rows) : rows / 2;
    }

    private void Set(int column, int row, int series)
    {
        // The dots are numbered down the left column and the right one; the fourth row was added later.
        var dot = (row % DotsDown, column % DotsAcross) switch { (3, 0) => 6, (3, _) => 7, var (y, x) => y + (3 * x) };
        _dots[row / DotsDown, column / DotsAcross] |= (byte)(1 << dot);
        _series[row / DotsDown, column / DotsAcross] = series;
    }
}
