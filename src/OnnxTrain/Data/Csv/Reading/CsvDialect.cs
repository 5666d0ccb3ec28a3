using System.Text;

namespace OnnxTrain;

/// <summary>What is between the fields of a file and in its numbers, as the options say or as its first records show.</summary>
/// <param name="Delimiter">The separator of fields.</param>
/// <param name="Point">The decimal point.</param>
/// <param name="Note">What was found that is worth telling; null for nothing.</param>
internal sealed record CsvDialect(char Delimiter, char Point, string? Note)
{
    private const int MostBytes = 1 << 18, RecordsToCount = 20, RecordsToRead = 1000;

    /// <param name="options">What the user says.</param>
    /// <param name="start">The first records.</param>
    public static CsvDialect Find(CsvOptions options, ReadOnlySpan<byte> start)
    {
        if (start.Length > MostBytes && start[..MostBytes].LastIndexOf((byte)'\n') is var end and > 0) start = start[..(end + 1)];
        var delimiter = options.Delimiter ?? DelimiterOf(start, options.HasQuotes);
        if (options.Decimal is { } point) return new(delimiter, point, null);
        return delimiter != ',' && CommaExample(start, (byte)delimiter, options.HasQuotes) is { } example
            ? new(delimiter, ',', $"numbers are read with a decimal comma, such as {example}")
            : new(delimiter, '.', null);
    }

    /// <summary>The candidate that gives most records the number of fields of the first; of several that with the most fields.</summary>
    private static char DelimiterOf(ReadOnlySpan<byte> start, bool hasQuotes)
    {
        var (best, most) = (',', (Same: 0.0, Fields: 1));
        foreach (var candidate in (ReadOnlySpan<char>)[',', ';', '\t', '|'])
        {
            var counts = FieldCounts(start, (byte)candidate, hasQuotes);
            if (counts.Count == 0 || counts[0] < 2) continue;
            var same = (double)counts.Count(count => count == counts[0]) / counts.Count;
            if (same > most.Same || (same == most.Same && counts[0] > most.Fields)) (best, most) = (candidate, (same, counts[0]));
        }

        return best;
    }

    private static List<int> FieldCounts(ReadOnlySpan<byte> start, byte delimiter, bool hasQuotes)
    {
        var counts = new List<int>();
        var fields = new CsvFields(start, delimiter, CsvFields.EndsOf(delimiter, hasQuotes));
        try
        {
            while (counts.Count < RecordsToCount && fields.NextRecord(skipSpaces: true))
            {
                var count = 1;
                while (fields.NextField(out _)) count++;
                counts.Add(count);
            }
        }
        catch (CsvProblem)
        {
            // With this delimiter quotes are in the middle of fields: what was counted before has to do.
        }

        return counts;
    }

    /// <summary>
    /// A number with a decimal comma, if there are some and no number has a decimal point; null also if all may have separators of
    /// thousands, such as 1,000.
    /// </summary>
    private static string? CommaExample(ReadOnlySpan<byte> start, byte delimiter, bool hasQuotes)
    {
        string? example = null;
        var fields = new CsvFields(start, delimiter, CsvFields.EndsOf(delimiter, hasQuotes));
        try
        {
            for (var record = 0; record < RecordsToRead && fields.NextRecord(skipSpaces: true); record++)
            {
                bool more;
                do
                {
                    more = fields.NextField(out var field);
                    if (HasPart(field, (byte)'.')) return null;
                    if (HasPart(field, (byte)',') && !MayBeThousands(field)) example ??= Encoding.UTF8.GetString(field.Trim(" \t"u8));
                }
                while (more);
            }
        }
        catch (CsvProblem)
        {
            // It is told when the records are read.
        }

        return example;
    }

    /// <summary>Whether a text is digits, a mark and digits.</summary>
    private static bool HasPart(ReadOnlySpan<byte> text, byte mark)
    {
        text = text.Trim(" \t"u8);
        if (text.StartsWith("-"u8)) text = text[1..];
        var at = text.IndexOf(mark);
        return at > 0 && at < text.Length - 1 && IsDigits(text[..at]) && IsDigits(text[(at + 1)..]);
    }

    private static bool MayBeThousands(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8).TrimStart((byte)'-');
        var at = text.IndexOf((byte)',');
        return text.Length - at - 1 == 3 && at <= 3 && text[0] != '0';
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
