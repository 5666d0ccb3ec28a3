using System.Globalization;
using System.Text;

namespace OnnxTrain.Tests.Data;

/// <summary>Cells are held exactly: numbers as float64, and every text as it is written.</summary>
public sealed class ExactCellTests
{
    private static readonly string[] Written =
    [
        "0", "-0", "+1", "1", "1.0", "01", "1.", ".5", "0.5", "-0.50", "1e5", "1E-05", "0.0001", "0.00001", "123456789012345",
        "1234567890123456", "12345678901234567890", "0.1", "0.30000000000000004", "3.141592653589793238", "1e308", "5e-324", "20240101",
        "1700000060000", "-1.7976931348623157E+308", " 7 ", "\t8", "9007199254740993", "00", "-12.75", "100000000000000000000000",
    ];

    [Fact]
    public void Numbers_are_those_of_the_platform_and_texts_are_as_written()
    {
        var column = Column(Written);

        Assert.Equal(ColumnKind.Numeric, column.Kind);
        for (var row = 0; row < Written.Length; row++)
        {
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(double.Parse(Written[row], NumberStyles.Float, CultureInfo.InvariantCulture)),
                BitConverter.DoubleToInt64Bits(column.Numbers[row]));
            Assert.Equal(Written[row], column.Text(row));
        }
    }

    [Fact]
    public void Drawn_numbers_in_many_forms_are_read_exactly()
    {
        var random = new Random(7);
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(_ => Drawn(random))];

        var (column, selected) = (Column(texts), Column(texts).Select([.. Enumerable.Range(0, texts.Length).Reverse()]));

        for (var row = 0; row < texts.Length; row++)
        {
            Assert.Equal(double.Parse(texts[row], CultureInfo.InvariantCulture), column.Numbers[row]);
            Assert.Equal(texts[row], column.Text(row));
            Assert.Equal(texts[row], selected.Text(texts.Length - 1 - row));
        }
    }

    [Fact]
    public void Categories_are_told_apart_as_they_are_written()
    {
        var column = Column(
            ["1.0", "1", "01", "2", "1", "1.0"], new() { Types = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Numeric } });

        Assert.Equal(["1", "01", "1.0", "2"], column.Categories);
        Assert.Equal([2, 0, 1, 3, 0, 2], column.CategoryIndices());
        Assert.Equal(2, column.DistinctCount);
    }

    [Fact]
    public void Digits_with_leading_zeros_are_texts()
    {
        var column = Column(["02134", "2134", "10115"]);

        Assert.Equal(ColumnKind.Categorical, column.Kind);
        Assert.Equal(["02134", "10115", "2134"], column.Categories);
        Assert.Equal(ColumnKind.Numeric, Column(["0.5", "10"]).Kind);
        Assert.Equal(ColumnKind.Numeric, Column(["0", "10"]).Kind);
    }

    [Fact]
    public void Integers_that_float32_merges_are_distinct()
    {
        var column = Column(["123456789", "123456790", "123456791"]);

        Assert.Equal(3, column.DistinctCount);
        Assert.Empty(CsvTable.Parse("x\n123456789\n123456790\n").Report());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void A_file_of_many_blocks_is_read_as_one_text(int threads)
    {
        var random = new Random(3);
        var (text, cells) = (new StringBuilder("n,t\r\n"), new List<(string N, string T, int Line)>());
        for (var (row, line) = (0, 2); text.Length < 5_000_000; row++, line++)
        {
            // The first million bytes hold numbers alone; later some are texts, and then the column is one of texts.
            var number = text.Length < 1_500_000 || random.Next(3) > 0 ? Drawn(random) : "no number";
            var field = random.Next(4) == 0 ? "\"a \"\"b\"\",\nc\"" : $"t{random.Next(50)}";
            cells.Add((number, field.StartsWith('"') ? "a \"b\",\nc" : field, line));
            if (field.StartsWith('"')) line++;
            text.Append(number).Append(',').Append(field).Append(row % 2 == 0 ? "\n" : "\r\n");
        }

        var before = Parallelism.MaxThreads;
        Parallelism.MaxThreads = threads;
        try
        {
            var table = CsvTable.Parse(text.ToString());
            Assert.Equal(cells.Select(cell => cell.N), table["n"].Strings.ToArray());
            Assert.Equal(cells.Select(cell => cell.T), table["t"].Strings.ToArray());
            Assert.Equal(cells.Select(cell => cell.Line), Enumerable.Range(0, table.RowCount).Select(table.LineOf));
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    private static string Drawn(Random random)
    {
        var number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 20));
        string[] forms = ["R", "F3", "F0", "E4", "G17", "0.000000", "G5"];
        return number.ToString(forms[random.Next(forms.Length)], CultureInfo.InvariantCulture);
    }

    private static CsvColumn Column(string[] values, CsvOptions? options = null) =>
        CsvTable.Parse("x\n" + string.Join('\n', values.Select(value => $"\"{value}\"")), options)["x"];
}
