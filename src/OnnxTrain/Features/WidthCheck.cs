namespace OnnxTrain;

/// <summary>Finds out whether float32 would lose what tells the numbers of a column apart.</summary>
internal sealed class WidthCheck
{
    /// <summary>All integers up to here are float32.</summary>
    private const double MostExactInteger = 1 << 24;

    /// <summary>
    /// Numbers that are this many deviations from 0: of their 24 bits in float32 12 are left for the differences between them.
    /// </summary>
    private const double MostDeviations = 4096;

    /// <summary>Numbers that are all smaller than this have few bits in float32, or none.</summary>
    private const double SmallestMost = 1e-36;

    private bool _isRounded, _hasLongInteger;
    private double _most;

    public void Add(double number)
    {
        var most = Math.Abs(number);
        if (most > _most) _most = most;
        if ((float)number == number) return;
        _isRounded = true;
        _hasLongInteger |= most > MostExactInteger && double.IsInteger(number);
    }

    /// <param name="most">The largest distance from 0 of the numbers as they are scaled.</param>
    /// <param name="deviation">Their standard deviation.</param>
    public bool IsWide(double most, double deviation) =>
        _hasLongInteger || _most > float.MaxValue || _most is > 0 and < SmallestMost
        || (_isRounded && deviation > 0 && most > MostDeviations * deviation);
}
