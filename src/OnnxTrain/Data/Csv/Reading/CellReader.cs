using System.Text;

namespace OnnxTrain;

/// <summary>Tells what the text of a cell is, as the options say. One for each file; for several threads at once.</summary>
internal sealed class CellReader
{
    private readonly byte _point;
    private readonly byte? _thousands;
    private readonly byte[][] _currency;
    private readonly HashSet<string> _missing;
    private readonly byte[][]?[] _missingByFirst = new byte[][]?[256];

    /// <param name="options">How numbers are written.</param>
    /// <param name="point">The decimal point.</param>
    public CellReader(CsvOptions options, char point)
    {
        _point = (byte)point;
        _thousands = options.Thousands is { } separator ? (byte)separator : null;
        _currency = [.. options.Currency.OrderByDescending(sign => sign.Length).Select(Encoding.UTF8.GetBytes)];
        _missing = new(options.MissingValues, StringComparer.Ordinal);
        foreach (var first in _missing.Where(text => text.Length > 0).Select(Encoding.UTF8.GetBytes).GroupBy(text => text[0]))
            _missingByFirst[first.Key] = [.. first];
    }

    /// <summary>Whether a text stands for a missing value.</summary>
    public bool IsMissing(string text) => text.Length == 0 || _missing.Contains(text);

    /// <summary>What a cell is. Its number is NaN unless it is one.</summary>
    public CellKind Classify(ReadOnlySpan<byte> text, out double number, out NumberForm form)
    {
        (number, form) = (double.NaN, NumberForm.None);
        if (text.IsEmpty || (_missingByFirst[text[0]] is { } some && IsAmong(text, some))) return CellKind.Missing;
        if (NumberText.TryParse(text, _point, out number, out form) || TryParseDecorated(text, out number))
        {
            if (double.IsFinite(number)) return CellKind.Number;
            var isInfinite = double.IsInfinity(number);
            number = double.NaN;
            return isInfinite ? CellKind.Infinity : CellKind.Text;
        }

        number = double.NaN;
        if (TruthText.IsWord(text)) return CellKind.Boolean;
        if (text.Trim(" \t"u8) is var trimmed && trimmed.IsEmpty) return CellKind.Blank;
        return IsInfinity(trimmed) ? CellKind.Infinity : HasComma(trimmed) ? CellKind.CommaNumber : CellKind.Text;
    }

    private static bool IsAmong(ReadOnlySpan<byte> text, byte[][] some)
    {
        foreach (var one in some)
        {
            if (text.SequenceEqual(one)) return true;
        }

        return false;
    }

    private static bool IsInfinity(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text[0] is (byte)'+' or (byte)'-' ? text[1..] : text, "inf"u8);

    // 1,5 or 1,000: a number in some countries, and never a name.
    private static bool HasComma(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)',') || text.Length > NumberText.MostBytes) return false;
        Span<byte> digits = stackalloc byte[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (c != ',') digits[length++] = c;
        }

        return NumberText.TryParse(digits[..length], (byte)'.', out var number, out _) && double.IsFinite(number);
    }

    /// <summary>A number with signs of a currency around it, or separators of thousands in it.</summary>
    private bool TryParseDecorated(ReadOnlySpan<byte> text, out double number)
    {
        number = double.NaN;
        if (_thousands is null && _currency.Length == 0) return false;
        const int most = 64;
        text = WithoutCurrency(text.Trim(" \t"u8), out var isNegative);
        if (text.IsEmpty || text.Length > most) return false;
        Span<byte> plain = stackalloc byte[most];
        var length = 0;
        if (isNegative) plain[length++] = (byte)'-';
        if (!TryCopyWithoutThousands(text, plain, ref length)) return false;
        return NumberText.TryParse(plain[..length], _point, out number, out _);
    }

    /// <summary>−$5, $−5, 5 € and so on, without sign and currency.</summary>
    private ReadOnlySpan<byte> WithoutCurrency(ReadOnlySpan<byte> text, out bool isNegative)
    {
        isNegative = false;
        foreach (var sign in _currency)
        {
            var rest = text.StartsWith("-"u8) ? text[1..] : text;
            var hasSign = rest.StartsWith(sign);
            if (!hasSign && !text.EndsWith(sign)) continue;
            if (!hasSign) return text[..^sign.Length].TrimEnd(" \t"u8);
            isNegative = rest.Length < text.Length;
            return rest[sign.Length..].TrimStart(" \t"u8);
        }

        return text;
    }

    /// <summary>Groups of three digits after the first separator, up to the decimal point.</summary>
    private bool TryCopyWithoutThousands(ReadOnlySpan<byte> text, Span<byte> plain, ref int length)
    {
        var end = text.IndexOf(_point) is var point and >= 0 ? point : text.Length;
        var group = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var isSeparator = text[i] == _thousands && i < end;
            if (isSeparator && group is not (-1 or 3)) return false;
            if (isSeparator) group = 0;
            else if (group >= 0 && i < end) group++;
            if (!isSeparator && length < plain.Length) plain[length++] = text[i];
        }

        return group is -1 or 3;
    }
}
