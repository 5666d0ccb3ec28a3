using System.Globalization;

namespace OnnxTrain;

/// <summary>Reads the parts of a date or a time from a text, from its beginning to its end.</summary>
/// <param name="text">The text.</param>
internal ref struct TimeReader(ReadOnlySpan<char> text)
{
    private const int MostDigits = 9;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public readonly bool IsAtEnd => _at == _text.Length;

    /// <summary>Whether a character is the next.</summary>
    public readonly bool IsNext(char c) => !IsAtEnd && _text[_at] == c;

    /// <summary>Takes a character, if it is the next.</summary>
    public bool Take(char c)
    {
        if (!IsNext(c)) return false;
        _at++;
        return true;
    }

    /// <summary>Takes a text, if it is the next.</summary>
    public bool Take(string text)
    {
        if (!_text[_at..].StartsWith(text, StringComparison.Ordinal)) return false;
        _at += text.Length;
        return true;
    }

    /// <summary>Reads so many digits, and no more follow.</summary>
    public bool TryReadDigits(int least, int most, out int number)
    {
        var start = _at;
        number = 0;
        for (; !IsAtEnd && _at - start < most && char.IsAsciiDigit(_text[_at]); _at++) number = (number * 10) + _text[_at] - '0';
        return _at - start >= least && (IsAtEnd || !char.IsAsciiDigit(_text[_at]));
    }

    /// <summary>Reads an English name of a month.</summary>
    public bool TryReadMonth(out int month)
    {
        var start = _at;
        while (!IsAtEnd && char.IsAsciiLetter(_text[_at])) _at++;
        month = MonthNames.Of(_text[start.._at]);
        return month > 0;
    }

    /// <summary>
    /// Reads hours and minutes, and if they follow seconds with a fraction; then AM or PM, or an offset, which is subtracted.
    /// </summary>
    /// <param name="hasZone">Whether an offset may follow, and not AM or PM.</param>
    /// <param name="ticks">The ticks since midnight.</param>
    public bool TryReadClock(bool hasZone, out long ticks)
    {
        ticks = 0;
        var seconds = 0.0;
        if (!TryReadDigits(1, 2, out var hour) || !Take(':') || !TryReadMinute(out var minute)) return false;
        if (Take(':') && !TryReadSeconds(out seconds)) return false;
        var offset = 0;
        if (hasZone && !TryReadZone(out offset)) return false;
        if (!hasZone && Take(' '))
        {
            if (hour is < 1 or > 12 || !TryReadHalf(out var isAfternoon)) return false;
            hour = (hour % 12) + (isAfternoon ? 12 : 0);
        }

        if (hour > 23) return false;
        ticks = (((hour * 60L) + minute - offset) * TimeSpan.TicksPerMinute) + (long)Math.Round(seconds * TimeSpan.TicksPerSecond);
        return true;
    }

    /// <summary>Two digits below 60.</summary>
    public bool TryReadMinute(out int minute) => TryReadDigits(2, 2, out minute) && minute < 60;

    /// <summary>Seconds below 60 of two digits, and up to nine behind a point.</summary>
    public bool TryReadSeconds(out double seconds)
    {
        var start = _at;
        seconds = 0;
        if (!TryReadMinute(out var whole) || (Take('.') && !TryReadDigits(1, MostDigits, out _))) return false;
        seconds = _at - start == 2 ? whole : NumberFrom(start);
        return true;
    }

    /// <summary>A number of any digits with a fraction.</summary>
    public bool TryReadNumber(out double number)
    {
        var start = _at;
        number = 0;
        if (!TryReadDigits(1, MostDigits, out _) || (Take('.') && !TryReadDigits(1, MostDigits, out _))) return false;
        number = NumberFrom(start);
        return true;
    }

    private readonly double NumberFrom(int start) => double.Parse(_text[start.._at], NumberStyles.Float, CultureInfo.InvariantCulture);

    private bool TryReadHalf(out bool isAfternoon)
    {
        isAfternoon = !IsAtEnd && (_text[_at] | 0x20) == 'p';
        if (_text.Length - _at < 2 || (_text[_at] | 0x20) is not ('a' or 'p') || (_text[_at + 1] | 0x20) != 'm') return false;
        _at += 2;
        return true;
    }

    /// <summary>Nothing, Z, or hours and perhaps minutes before or behind UTC.</summary>
    private bool TryReadZone(out int minutes)
    {
        minutes = 0;
        if (IsAtEnd || Take('Z')) return true;
        var sign = Take('-') ? -1 : 1;
        if (sign > 0 && !Take('+')) return false;
        if (_text.Length - _at < 2 || !char.IsAsciiDigit(_text[_at]) || !char.IsAsciiDigit(_text[_at + 1])) return false;
        var hours = ((_text[_at] - '0') * 10) + _text[_at + 1] - '0';
        _at += 2;
        var rest = 0;
        if ((Take(':') || !IsAtEnd) && !TryReadMinute(out rest)) return false;
        minutes = sign * ((hours * 60) + rest);
        return hours <= 14;
    }
}
