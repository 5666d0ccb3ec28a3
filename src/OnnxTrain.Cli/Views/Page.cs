using Spectre.Console;

namespace OnnxTrain.Cli;

/// <summary>Headings, labelled facts and tables in one layout: labels in a column of their own, long texts wrapped beside them.</summary>
internal sealed class Page(IAnsiConsole console)
{
    private const int Indent = 2;
    private const int LabelWidth = 15;
    private const int MostLabelWidth = 32;
    private const int LeastWidth = 8;

    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>Good news.</summary>
    public static Style Good { get; } = new(Color.Green, decoration: Decoration.Bold);

    /// <summary>Bad news.</summary>
    public static Style Bad { get; } = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>The characters of a line.</summary>
    public int Width => Math.Max(40, console.Profile.Width - 1);

    public void Blank() => console.WriteLine();

    public void Heading(string title, string? details = null, Style? style = null)
    {
        title = VisibleText.Of(title);
        console.Write(title, style ?? Bold);
        var column = title.Length + Indent;
        foreach (var (line, i) in Wrap(VisibleText.Of(details ?? ""), Width - column).Select((line, i) => (line, i)))
            console.Write(i == 0 ? (line.Length > 0 ? new string(' ', Indent) : "") + line : $"\n{new string(' ', column)}{line}");
        console.WriteLine();
    }

    /// <summary>A text beside its label.</summary>
    public void Fact(string label, string text) => Facts([(label, text)]);

    /// <summary>Texts beside their labels; a label too long for its column has a line of its own.</summary>
    public void Facts(IReadOnlyList<(string Label, string Text)> facts)
    {
        facts = [.. facts.Select(fact => (VisibleText.Of(fact.Label), VisibleText.Of(fact.Text)))];
        var column = facts.Select(fact => fact.Label.Length + 1).Where(length => length <= MostLabelWidth).Append(LabelWidth).Max();
        foreach (var (label, text) in facts)
        {
            console.Write($"{new string(' ', Indent)}{label.PadRight(column)}", Dim);
            var onOneLine = label.Length < column;
            if (!onOneLine) console.WriteLine();
            foreach (var (line, i) in Wrap(text, Width - Indent - column).Select((line, i) => (line, i)))
                console.WriteLine(i == 0 && onOneLine ? line : new string(' ', Indent + column) + line);
        }
    }

    /// <summary>A text of its own, indented like the labels.</summary>
    public void Line(string text, string bullet = "")
    {
        var first = true;
        foreach (var line in Wrap(VisibleText.Of(text), Width - Indent - bullet.Length))
        {
            console.WriteLine($"{new string(' ', Indent)}{(first ? bullet : new string(' ', bullet.Length))}{line}");
            first = false;
        }
    }

    /// <summary>Rows of cells under a dim header: the first column to the left, the others to the right.</summary>
    public void Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        (header, rows) = (Visible(header), [.. rows.Select(Visible)]);
        int[] widths = [.. header.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Max())];
        widths[0] = Math.Max(widths[0], LabelWidth - Indent);
        Narrow(widths);
        console.WriteLine(Row(header), Dim);
        foreach (var row in rows) console.WriteLine(Row(row));

        static IReadOnlyList<string> Visible(IReadOnlyList<string> cells) => [.. cells.Select(VisibleText.OfCell)];

        string Row(IReadOnlyList<string> cells) => new string(' ', Indent) + string.Join(
            new string(' ', Indent), cells.Select((cell, i) => i == 0 ? Fit(cell, i).PadRight(widths[i]) : Fit(cell, i).PadLeft(widths[i])))
            .TrimEnd();

        string Fit(string cell, int i) => VisibleText.Cut(cell, widths[i]);
    }

    /// <summary>Takes from the widest columns what does not fit on a line.</summary>
    private void Narrow(int[] widths)
    {
        for (var excess = widths.Sum(width => width + Indent) - Width; excess > 0; excess--)
        {
            var widest = widths.Max();
            if (widest <= LeastWidth) return;
            widths[Array.LastIndexOf(widths, widest)]--;
        }
    }

    /// <summary>The text in lines of a width, broken at spaces where there are any.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        width = Math.Max(10, width);
        while (text.Length > width)
        {
            var at = text.LastIndexOf(' ', width);
            yield return at > 0 ? text[..at] : text[..width];
            text = at > 0 ? text[(at + 1)..] : text[width..];
        }

        yield return text;
    }
}
