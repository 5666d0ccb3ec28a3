using System.Text;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>Tables in an Arrow file, mapped into memory.</summary>
internal static class StoredTable
{
    /// <summary>The table of a file that is there already, or null.</summary>
    public static CsvTable? TryOpen(
        string name, CacheFile cache, TableStore store, IReadOnlyList<string> missingValues, RowProgressReporter check)
    {
        TableInfo? info = null;
        var file = cache.TryOpen(text => (info = Read(text)).ToArrow(), check);
        return file is null ? null : Of(name, file, info!, store with { File = cache.Path }, missingValues);
    }

    /// <summary>The table of a file.</summary>
    public static CsvTable Of(
        string name, ArrowFile file, TableInfo info, TableStore store, IReadOnlyList<string> missingValues,
        Func<int, string>? placeOfLine = null)
    {
        var (columns, coded, exact) = (new CsvColumn[info.Columns.Length], 0, 0);
        var ofSpellings = info.Columns.Count(column => column.Kind != ColumnKind.Numeric);
        for (var c = 0; c < columns.Length; c++)
        {
            var own = info.Columns[c];
            columns[c] = own.Kind != ColumnKind.Numeric ? Texts(file, c, own, file.Dictionaries[coded++])
                : own.IsExact ? Numbers(file, c, own, Spelled(file, columns.Length + 1 + exact, file.Dictionaries[ofSpellings + exact++]))
                : Numbers(file, c, own, spellings: null);
        }

        return new(name, columns, new StoredValues<int>(file, columns.Length))
        {
            IsText = info.IsText, Delimiter = info.Delimiter, Notes = info.Notes, MissingValues = missingValues,
            Store = store with { Length = file.Length }, PlaceOfLine = placeOfLine,
        };
    }

    private static TableInfo Read(string text)
    {
        try
        {
            return TableInfo.Read(text);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException("The file is damaged.", e);
        }
    }

    private static CsvColumn Numbers(ArrowFile file, int column, ColumnInfo info, Spellings? spellings) =>
        new(info.Name, new StoredValues<double>(file, column), spellings)
        {
            IsSingle = info.IsSingle, MissingTexts = info.MissingTexts, KnownMissing = info.Missing,
        };

    private static CsvColumn Texts(ArrowFile file, int column, ColumnInfo info, string[] dictionary)
    {
        // The first text is the missing one.
        var texts = dictionary[1..];
        int[] places = [CsvColumn.NoCode, .. Enumerable.Range(0, texts.Length)];
        if (CsvColumn.TruthPlaces(info.Kind, texts) is { } truths)
            (places, texts) = ([CsvColumn.NoCode, .. truths], [TruthText.False, TruthText.True]);
        var read = new CsvColumn(info.Name, info.Kind, new CodeValues(new StoredValues<int>(file, column), places), texts)
        {
            MissingTexts = info.MissingTexts, KnownMissing = info.Missing,
            TimeForms = info.Kind == ColumnKind.Time ? TimeForm.Fitting(texts) : [],
        };
        return info.IsGiven ? read : read.Recognized();
    }

    private static Spellings? Spelled(ArrowFile file, int column, string[] texts)
    {
        if (texts.Length == 1) return null;
        var (spellings, bytes) = (new Spellings(), Array.ConvertAll(texts, Encoding.UTF8.GetBytes));
        new StoredValues<int>(file, column).ForEach((first, codes) =>
        {
            for (var i = 0; i < codes.Length; i++)
            {
                if (codes[i] > 0) spellings.Add(first + i, bytes[codes[i]]);
            }

            return true;
        });
        return spellings;
    }
}
