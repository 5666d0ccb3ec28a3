using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli;

/// <summary>A C# program that runs an exported file on its first row of data, with Microsoft.ML.OnnxRuntime alone.</summary>
internal static class Snippet
{
    private const int MostCells = 8;

    /// <param name="model">The model in the file.</param>
    /// <param name="table">A table whose first row the program predicts.</param>
    /// <param name="file">The file.</param>
    /// <param name="width">The longest line wanted.</param>
    public static IEnumerable<string> Lines(DataModel model, CsvTable table, string file, int width)
    {
        yield return "using Microsoft.ML.OnnxRuntime;";
        yield return "using Microsoft.ML.OnnxRuntime.Tensors;";
        yield return "";
        yield return $"using var session = new InferenceSession({Literal(file)});";
        CsvColumn[] columns = [.. model.Columns.Select(name => table[name])];
        var numeric = model.ColumnKinds.Values.All(kind => kind == ColumnKind.Numeric);
        if (numeric && columns.Length > MostCells)
        {
            var values = columns.Select((column, i) => Value(column, ColumnKind.Numeric) + (i < columns.Length - 1 ? "," : "];"));
            foreach (var line in Fill("float[] row = [", values, width)) yield return line;
            yield return "using var results = session.Run([.. session.InputNames.Zip(row, Cell)]);";
        }
        else
        {
            var cells = model.Columns.Select((name, i) =>
                $"Cell({Literal(name)}, {Value(columns[i], model.ColumnKinds[name])}){(i < columns.Length - 1 ? "," : "]);")}");
            foreach (var line in Fill("using var results = session.Run([", cells, width)) yield return line;
        }

        foreach (var line in Print(model)) yield return line;
        yield return "";
        yield return "static NamedOnnxValue Cell<T>(string column, T value) => NamedOnnxValue";
        yield return "    .CreateFromTensor(column, new DenseTensor<T>(new[] { value }, [1, 1]));";
    }

    private static IEnumerable<string> Print(DataModel model)
    {
        if (model.Task != ModelTask.Classification)
            return ["Console.WriteLine(results[0].AsEnumerable<float>().First());"];
        var type = model.Outputs[0].Value.ElementType == ElementType.String ? "string" : "long";
        return
        [
            $"var label = results[0].AsEnumerable<{type}>().First();",
            "var probabilities = results[1].AsEnumerable<float>();",
            "Console.WriteLine($\"{label}: {string.Join(\" \", probabilities)}\");",
        ];
    }

    /// <summary>Parts behind a beginning, in lines as long as fit.</summary>
    private static IEnumerable<string> Fill(string start, IEnumerable<string> parts, int width)
    {
        var line = new StringBuilder(start);
        var isNew = true;
        foreach (var part in parts)
        {
            if (!isNew && line.Length + 1 + part.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append("    ");
                isNew = true;
            }

            line.Append(isNew ? "" : " ").Append(part);
            isNew = false;
        }

        yield return line.ToString();
    }

    private static string Value(CsvColumn column, ColumnKind kind)
    {
        if (kind != ColumnKind.Numeric) return Literal(column.Text(0));
        var number = column.Numbers[0];
        return float.IsNaN(number) ? "float.NaN" : $"{number.ToString("R", CultureInfo.InvariantCulture)}f";
    }

    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085')
                literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                literal.Append(c);
        }

        return literal.Append('"').ToString();
    }
}
