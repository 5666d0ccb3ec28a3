using System.Buffers;
using System.Text.Unicode;

namespace OnnxTrain;

/// <summary>The rows in one block of a file.</summary>
internal sealed class CsvBlock
{
    private CsvBlock(ColumnBlock[] columns) => Columns = columns;

    public ColumnBlock[] Columns { get; }

    /// <summary>The line of each row, counted from 0 in the block.</summary>
    public List<int> Lines { get; } = [];

    /// <summary>The number of lines.</summary>
    public int LineCount { get; private set; }

    /// <summary>What ended the reading of the block.</summary>
    public CsvProblem? Problem { get; private set; }

    /// <summary>Reads the rows of a block; what is wrong with them is in <see cref="Problem"/>.</summary>
    /// <param name="text">Whole records.</param>
    /// <param name="layout">What the file has in each record.</param>
    /// <param name="capacity">The number of rows to expect.</param>
    public static CsvBlock Read(ReadOnlySpan<byte> text, CsvLayout layout, int capacity)
    {
        var block = new CsvBlock([.. layout.Kinds.Select(kind => new ColumnBlock(layout.Cells, kind, capacity))]);
        try
        {
            RequireText(text);
            block.Read(new(text, layout.Delimiter, layout.Ends), layout);
        }
        catch (CsvProblem problem)
        {
            block.Problem = problem;
        }

        return block;
    }

    /// <exception cref="CsvProblem">The bytes are not UTF-8, or one is NUL.</exception>
    public static void RequireText(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)0) is var nul and >= 0)
            throw new CsvProblem(
                LineOf(text, nul),
                "the character NUL, which is not text. Save the file in the encoding UTF-8, or UTF-16 with a byte order mark");
        if (Utf8.IsValid(text)) return;
        var start = 0;
        for (var line = 0; ; line++)
        {
            var end = text[start..].IndexOf((byte)'\n') is var length and >= 0 ? start + length + 1 : text.Length;
            if (!Utf8.IsValid(text[start..end]) || end == text.Length)
                throw new CsvProblem(line, "bytes that are not UTF-8. Save the file in the encoding UTF-8");
            start = end;
        }
    }

    private static int LineOf(ReadOnlySpan<byte> text, int at) => text[..at].Count((byte)'\n');

    private void Read(CsvFields fields, CsvLayout layout)
    {
        var columns = Columns;
        while (fields.NextRecord(skipSpaces: columns.Length > 1))
        {
            Lines.Add(fields.Line);
            var (count, more) = (0, true);
            while (more)
            {
                more = fields.NextField(out var field);
                if (count < columns.Length) columns[count].Add(field);
                count++;
            }

            if (count != columns.Length) throw new CsvProblem(Lines[^1], layout.WrongLength(count));
        }

        LineCount = fields.Line;
    }
}
