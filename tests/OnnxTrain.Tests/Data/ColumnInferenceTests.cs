namespace OnnxTrain.Tests.Data;

public sealed class ColumnInferenceTests
{
    [Theory]
    [InlineData(ColumnKind.Numeric, "1", "-2.5", "+3e-4", ".5")]
    [InlineData(ColumnKind.Numeric, "1", "NA", "n/a", "NaN", "NULL", "?", "", "2", " 3 ", " ")]
    [InlineData(ColumnKind.Numeric, "", "NA")]
    [InlineData(ColumnKind.Boolean, "true", "False", "", "TRUE")]
    [InlineData(ColumnKind.Boolean, "yes", "No", "NA")]
    [InlineData(ColumnKind.Categorical, "a", "b", "", "a")]
    [InlineData(ColumnKind.Categorical, "1", "2", "b")]
    [InlineData(ColumnKind.Categorical, "true", "1")]
    [InlineData(ColumnKind.Categorical, "inf", "fin")]
    [InlineData(ColumnKind.Categorical, "2024-01-01", "1.2.3", "1e", "0x10")]
    public void The_values_decide_the_kind(ColumnKind kind, params string[] values) =>
        Assert.Equal(kind, Column(values).Kind);

    [Fact]
    public void Numbers_are_read_the_same_in_any_culture_and_missing_ones_are_NaN() =>
        Assert.Equal([0.1, -1500, double.NaN, 1.7976931348623157e308], Column("0.1", "-1.5e3", "?", "1.7976931348623157E+308").Numbers);

    [Fact]
    public void Texts_stay_as_written_and_missing_ones_are_empty()
    {
        Assert.Equal(["Yes", "", "no"], Column("Yes", "NA", "no").Strings);
        Assert.Equal(["b", "", "B"], Column("b", "null", "B").Strings);
    }

    [Fact]
    public void What_is_missing_can_be_chosen()
    {
        var column = Column(["-999", "NA", "1"], new() { MissingValues = ["-999"], Types = Kinds(ColumnKind.Categorical) });
        Assert.Equal(["", "NA", "1"], column.Strings);
    }

    [Theory]
    [InlineData(10, 1, true)]
    [InlineData(19, 1, false)]
    [InlineData(94, 6, true)]
    [InlineData(95, 5, false)]
    public void Up_to_one_text_in_twenty_values_is_a_slip_and_more_is_a_kind(int numbers, int texts, bool isCategorical)
    {
        string[] values = [.. Enumerable.Range(0, numbers).Select(i => $"{i}"), .. Enumerable.Repeat("oops", texts)];
        if (isCategorical)
        {
            Assert.Equal(ColumnKind.Categorical, Column(values).Kind);
        }
        else
        {
            var message = Assert.Throws<DataException>(() => Column(values)).Message;
            Assert.Contains($"line {numbers + 2}, column 'x': 'oops' is text in a numeric column", message);
            Assert.Contains("Categorical", message);
        }

        Assert.Equal(ColumnKind.Categorical, Column(values, new() { Types = Kinds(ColumnKind.Categorical) }).Kind);
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("-Inf")]
    [InlineData("Infinity")]
    [InlineData("-infinity")]
    [InlineData("1e309")]
    public void An_infinity_is_refused_with_the_place(string value)
    {
        var message = Assert.Throws<DataException>(() => Column("1", "2", value)).Message;
        Assert.Contains($"text, line 4, column 'x': '{value}' is infinite", message);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,000")]
    public void A_number_with_a_comma_is_refused_with_the_place(string value)
    {
        var message = Assert.Throws<DataException>(() => Column("1", value)).Message;
        Assert.Contains($"line 3, column 'x': '{value}' has a comma", message);
        Assert.Contains("point", message);
    }

    [Theory]
    [InlineData(ColumnKind.Numeric, "b", "line 3, column 'x': 'b' is text in a numeric column")]
    [InlineData(ColumnKind.Boolean, "2", "line 3, column 'x': '2' is neither true/false nor yes/no")]
    public void A_kind_that_is_given_is_kept_to(ColumnKind kind, string wrong, string expected)
    {
        var good = kind == ColumnKind.Numeric ? "1" : "yes";
        var options = new CsvOptions { Types = Kinds(kind) };

        Assert.Equal(kind, Column(["", "NA"], options).Kind);
        Assert.Contains(expected, Assert.Throws<DataException>(() => Column([good, wrong], options)).Message);
    }

    [Fact]
    public void A_kind_for_a_column_that_the_file_lacks_is_passed_over() =>
        Assert.Single(CsvTable.Parse("a\n1\n", new() { Types = Kinds(ColumnKind.Categorical) }).Columns);

    private static Dictionary<string, ColumnKind> Kinds(ColumnKind kind) => new() { ["x"] = kind };

    private static CsvColumn Column(params string[] values) => Column(values, null);

    // Quoted, so that an empty value is no blank line.
    private static CsvColumn Column(string[] values, CsvOptions? options) =>
        CsvTable.Parse("x\n" + string.Join('\n', values.Select(value => $"\"{value}\"")), options)["x"];
}
