using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli.Tests;

/// <summary>Rows held back by group and by time.</summary>
public sealed class SplitTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void No_group_has_rows_on_both_sides(ulong seed)
    {
        var data = Prepare(seed, splitBy: "customer");

        string[] train = [.. Texts(data.Train, "customer").Distinct()], held = [.. Texts(data.Validation!, "customer").Distinct()];
        Assert.Empty(train.Intersect(held));
        Assert.Equal(120, data.TrainCount + data.ValidationCount);
        Assert.InRange(data.ValidationCount!.Value, 18, 30);
        Assert.DoesNotContain(data.Features, feature => feature.Name == "customer");
        Assert.Contains(data.Notes, note => note.StartsWith("validation: all rows of ", StringComparison.Ordinal));
        Assert.Contains(data.Notes, note => note.Contains("--keep customer", StringComparison.Ordinal));
    }

    [Fact]
    public void The_latest_rows_are_held_back()
    {
        var data = Prepare(seed: 0, splitTime: "day");

        var last = Texts(data.Train, "day").Max(StringComparer.Ordinal);
        var first = Texts(data.Validation!, "day").Min(StringComparer.Ordinal);
        Assert.True(string.CompareOrdinal(last, first) < 0);
        Assert.Equal(24, data.ValidationCount);
        Assert.Contains(data.Notes, note => note.StartsWith("validation: the 24 rows from '2026-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_that_is_kept_is_an_input_too() =>
        Assert.Contains(Prepare(seed: 0, splitTime: "day", keep: ["day"]).Features, feature => feature.Name == "day");

    [Fact]
    public void Folds_and_search_obey_it()
    {
        var data = _folder.Write("sales.csv", Sales());
        string[] options = ["--target", "big", "--epochs", "2", "--hidden", "4", "--split-time", "day"];
        ToolRun.Of(["train", data, "--folds", "3", "--output", _folder["m.onnx"], .. options]).Succeeds();
        ToolRun.Of(["search", data, "--folds", "3", "--learning-rate", "1e-2/1e-3", .. options]).Succeeds();
        ToolRun.Of(["rates", data, "--target", "big", "--split-by", "customer"]).Succeeds();
    }

    [Theory]
    [InlineData("day,x,big\n04.03.2026,1,a\n2026-03-05,2,b\n06.03.2026,3,a\n", "day", "holds '2026-03-05', which is no time")]
    [InlineData("day,x,big\n2026-12-01,1,a\n2026-13-45,2,b\n2026-12-03,3,a\n", "day", "holds '2026-13-45', which is no time")]
    [InlineData("day,x,big\n01/02/2026,1,a\n03/02/2026,2,b\n02/02/2026,3,a\n", "day", "can be read as dd/MM/yyyy and as MM/dd/yyyy")]
    [InlineData("day,x,big\n2026-01-01,1,a\n,2,b\n2026-01-03,3,a\n", "day", "1 row has no value")]
    [InlineData("day,x,big\n5,1,a\n5,2,b\n5,3,a\n", "day", "the same value in every row")]
    [InlineData("day,x,big\n1,1,a\n2,2,b\n3,3,a\n", "big", "the target too")]
    [InlineData("day,x,big\n1,1,a\n2,2,b\n3,3,a\n", "date", "Did you mean 'day'?")]
    public void A_column_that_cannot_split_is_refused(string table, string column, string words) =>
        ToolRun.Of("train", _folder.Write("t.csv", table), "--target", "big", "--split-time", column).Refuses(words);

    private static IEnumerable<string> Texts(IRowSource rows, string column) =>
        Enumerable.Range(0, (int)rows.RowCount!).Select(((CsvTable)rows)[column].Text);

    private TrainingData Prepare(ulong seed, string? splitBy = null, string? splitTime = null, string[]? keep = null) =>
        TablePreparation.Prepare(new()
        {
            Data = _folder.Write("sales.csv", Sales()),
            Output = _folder["m.onnx"],
            Columns = new() { Targets = ["big"], SplitBy = splitBy, SplitTime = splitTime, Keep = keep ?? [] },
            Options = new() { Seed = seed },
        });

    /// <summary>120 rows of 20 customers on 120 days.</summary>
    private static string Sales()
    {
        var (random, text) = (new Random(5), new StringBuilder("customer,day,amount,big\n"));
        for (var row = 0; row < 120; row++)
        {
            var day = new DateOnly(2026, 1, 1).AddDays(row * 37 % 120);
            var amount = random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"c{row % 20},{day:yyyy-MM-dd},{amount:0.000},{(amount > 0.5 ? "yes" : "no")}\n");
        }

        return text.ToString();
    }
}
