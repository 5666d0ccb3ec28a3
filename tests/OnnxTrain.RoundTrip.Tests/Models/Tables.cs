using System.Globalization;
using System.Text;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Tables to train and predict on.</summary>
internal static class Tables
{
    public static string Examples { get; } = FindExamples();

    public static CsvTable Penguins() => CsvTable.Read(Path.Combine(Examples, "penguins.csv"));

    public static CsvTable Diabetes() => CsvTable.Read(Path.Combine(Examples, "diabetes.csv"));

    /// <summary>
    /// Numbers with gaps, texts with gaps, quotes, commas, emoji and spaces, truth values with gaps; names of columns that are
    /// no identifiers. <c>art</c> (text), <c>number</c> (whole) and <c>weight in g</c> may be targets.
    /// </summary>
    public static CsvTable Odd(int rows = 60)
    {
        string[] places = ["Zürich", "\"the \"\"Hague\"\"\"", "\"Paris, FR\"", "東京", "🐧 ice", "NULL island", "a\tb"];
        string[] kinds = ["Größe L", "\"x, y\"", "señor \U0001F60A"];
        var text = new StringBuilder("art,number,weight in g,Ort/場所,ok?,\"länge, cm\"\n");
        for (var i = 0; i < rows; i++)
        {
            var kind = i % 3;
            text.Append(kinds[kind])
                .Append(',')
                .Append(CultureInfo.InvariantCulture, $"{(kind * 5) - 5}")
                .Append(',')
                .Append(CultureInfo.InvariantCulture, $"{100 + (40 * kind) + (i % 7) - 3.25}")
                .Append(',')
                .Append(i % 11 == 4 ? "" : places[(i * 5) % places.Length])
                .Append(',')
                .Append(
                    i % 9 == 2 ? "NA"
                    : kind == 1 ? "yes"
                    : "no")
                .Append(',')
                .Append(i % 5 == 3 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(i * 37 % 101) - 50 + (0.125 * kind)}"))
                .Append('\n');
        }

        return CsvTable.Parse(text.ToString());
    }

    /// <summary>A table in memory with values that no CSV file can hold.</summary>
    public static CsvTable Of(params CsvColumn[] columns) =>
        new("memory", columns, [.. Enumerable.Range(2, columns[0].Count)]);

    /// <summary>A column of texts; an empty one is missing.</summary>
    public static CsvColumn Texts(string name, string[] texts)
    {
        string[] distinct = [.. texts.Where(text => text.Length > 0).Distinct()];
        return new(name, ColumnKind.Categorical, Array.ConvertAll(texts, text => Array.IndexOf(distinct, text)), distinct);
    }

    public static T Trained<T>(T model, CsvTable table, int epochs = 3)
        where T : Model
    {
        using var trainer = new Trainer(model, new Adam(1e-2f), options: new() { Seed = 7 });
        trainer.Fit(table, epochs);
        return model;
    }

    private static string FindExamples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var examples = Path.Combine(folder.FullName, "examples", "data");
            if (Directory.Exists(examples)) return examples;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds examples/data.");
    }
}
