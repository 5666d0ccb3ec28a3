using System.Text.Unicode;
using CsvHelper;

namespace OnnxTrain;

/// <summary>Reads the records of a CSV file into columns, checking what concerns more than one cell.</summary>
internal static class CsvTableReader
{
    public static CsvTable Read(Stream stream, string name, CsvOptions options)
    {
        using var reader = CsvReader.Create(stream, ReaderOptions(options), leaveOpen: true);
        return Read(reader, name, options);
    }

    public static CsvTable Read(TextReader text, string name, CsvOptions options)
    {
        using var reader = CsvReader.Create(text, ReaderOptions(options), leaveOpen: true);
        return Read(reader, name, options);
    }

    // The header is read as a record like the others: it needs the same checks.
    private static CsvReaderOptions ReaderOptions(CsvOptions options) => new()
    {
        Separator = options.Delimiter,
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private static CsvTable Read(CsvReader reader, string name, CsvOptions options)
    {
        if (!ReadRecord(reader, name))
        {
            throw new DataException($"{name} is empty. Expected a line with the names of the columns, then one line per row.");
        }

        ColumnCells[] columns = [.. Names(reader, name, options.HasHeader).Select(column => new ColumnCells(column))];
        var lines = new List<int>();
        for (var more = !options.HasHeader || ReadRecord(reader, name); more; more = ReadRecord(reader, name))
        {
            // A line of only spaces is blank, unless it can be the value of the only column.
            if (reader.FieldCount == 1 && columns.Length > 1 && reader.IsEmpty(0)) continue;

            CheckLength(reader, name, columns.Length, options.HasHeader);
            lines.Add((int)reader.LineNumber);
            for (var i = 0; i < columns.Length; i++) columns[i].Add(reader, i);
        }

        if (lines.Count == 0)
        {
            throw new DataException(
                $"{name} has a header but no rows. Add rows below it; if its only line is a row, set HasHeader to false.");
        }

        int[] lineOf = [.. lines];
        var inference = new ColumnInference(name, lineOf, options);
        return new CsvTable(name, [.. columns.Select(inference.ToColumn)], lineOf);
    }

    private static bool ReadRecord(CsvReader reader, string name)
    {
        try
        {
            if (!reader.Read()) return false;
        }
        catch (CsvFormatException e)
        {
            throw new DataException(
                $"{name}, line {e.LineNumber}: the quotes do not match. Write a field that contains a quote in quotes, with " +
                $"the quote doubled: \"5\"\" pipe\". Details: {e.Message}", e);
        }

        if (!Utf8.IsValid(reader.RawRecord))
        {
            throw new DataException(
                $"{name}, line {reader.LineNumber}: bytes that are not UTF-8. Save the file in the encoding UTF-8.");
        }

        if (reader.RawRecord.Contains((byte)0))
        {
            throw new DataException(
                $"{name}, line {reader.LineNumber}: the character NUL, which is not text. Save the file in the encoding UTF-8, not "
                    + "UTF-16.");
        }

        return true;
    }

    private static string[] Names(CsvReader reader, string name, bool hasHeader)
    {
        var names = new string[reader.FieldCount];
        var positions = new Dictionary<string, int>();
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = hasHeader ? reader.GetString(i).Trim() : Invariant($"column{i + 1}");
            if (names[i].Length == 0)
            {
                throw new DataException(
                    $"{name}, line {reader.LineNumber}: column {i + 1} of {names.Length} has no name. Name it in the header, or " +
                    "delete it if it only numbers the rows.");
            }

            if (!positions.TryAdd(names[i], i))
            {
                throw new DataException(
                    $"{name}, line {reader.LineNumber}: columns {positions[names[i]] + 1} and {i + 1} have the same name, " +
                    $"'{names[i]}'. Rename one of them.");
            }
        }

        return names;
    }

    private static void CheckLength(CsvReader reader, string name, int expected, bool hasHeader)
    {
        if (reader.FieldCount != expected)
        {
            throw new DataException(
                $"{name}, line {reader.LineNumber}: found {reader.FieldCount} fields, expected {expected} as in the " +
                $"{(hasHeader ? "header" : "first row")}. The fields are separated by {Written(reader.Separator)}; a field " +
                "that contains it is written in quotes.");
        }
    }

    private static string Written(char delimiter) => delimiter == '\t' ? "a tab" : $"'{delimiter}'";
}
