using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OnnxTrain.Cli.Tests.Images;

namespace OnnxTrain.Cli.Tests;

/// <summary><c>--validation</c> and <c>--test</c> with tables and folders of their own.</summary>
public sealed partial class HeldOutTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The rows that <c>--split-time</c> holds back, given as a file, yield the same file to the bit but for the column.</summary>
    [Fact]
    public void A_table_that_validates_trains_the_same_model_as_a_split_into_these_rows()
    {
        var all = Rows(120);
        var data = _folder.Write("all.csv", Csv(all));
        string[] latest = [.. all.OrderBy(Day).TakeLast(24)];
        _folder.Write("train.csv", Csv(all.Except(latest)));
        _folder.Write("validation.csv", Csv(all.Where(latest.Contains)));

        var split = Train(data, "a.onnx", "--split-time", "day").Succeeds().Output;
        var own = Train(_folder["train.csv"], "b.onnx", "--validation", _folder["validation.csv"], "--ignore", "day").Succeeds().Output;

        Assert.Contains("96 for training, 24 for validation", split, StringComparison.Ordinal);
        Assert.Contains("96 for training, 24 for validation", own, StringComparison.Ordinal);
        Assert.Equal(Weights("a.onnx"), Weights("b.onnx"));
    }

    [Fact]
    public void A_table_tests_the_model_in_the_end_as_evaluate_does()
    {
        var data = _folder.Write("train.csv", Csv(Rows(80)));
        var test = _folder.Write("test.csv", Csv(Rows(200).Skip(80)) + "c1,2026-05-01,0.3,perhaps\nc1,2026-05-01,0.4,\n");

        var output = Train(data, "m.onnx", "--test", test, "--report", _folder["r.html"]).Succeeds().Output;

        Assert.Contains("16 for validation, 120 for testing", output, StringComparison.Ordinal);
        Assert.Contains("test.csv: 1 row without 'big' left out", output, StringComparison.Ordinal);
        Assert.Contains("test.csv: 1 row left out, whose 'big' no training row has: 'perhaps'", output, StringComparison.Ordinal);
        var told = TestPattern().Match(output);
        Assert.True(told.Success, output);
        var evaluated = AccuracyPattern().Match(ToolRun.Of("evaluate", _folder["m.onnx"], test).Succeeds().Output);
        Assert.Equal(evaluated.Groups[1].Value, told.Groups[1].Value);
        Assert.Contains("120 test rows", File.ReadAllText(_folder["r.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--validation")]
    [InlineData("--test")]
    public void A_table_of_its_own_needs_the_columns(string option)
    {
        var data = _folder.Write("train.csv", Csv(Rows(40)));
        Train(data, "m.onnx", option, _folder.Write("other.csv", "customer,day\nc1,2026-05-01\n"))
            .Refuses(option, "other.csv has no column 'amount', 'big'");
        Train(data, "m.onnx", option, _folder.Write("none.csv", "customer,day,amount,big\nc1,2026-05-01,0.3,perhaps\n"))
            .Refuses(option, "no row of none.csv can be used", "perhaps");
        Train(data, "m.onnx", option, _folder["missing.csv"]).Refuses("missing.csv");
    }

    [Theory]
    [InlineData("--validation")]
    [InlineData("--test")]
    public void Rows_that_are_trained_on_are_no_judge(string option)
    {
        var data = _folder.Write("train.csv", Csv(Rows(40)));
        var warning = $"{option} names the rows that are trained on";

        var same = Train(data, "m.onnx", option, Path.Combine(_folder.Root, ".", "train.csv")).Succeeds().Output;
        var other = Train(data, "m.onnx", option, _folder.Write("other.csv", Csv(Rows(40)))).Succeeds().Output;

        Assert.Contains(warning, same, StringComparison.Ordinal);
        Assert.DoesNotContain(warning, other, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_held_back_in_one_way()
    {
        var data = _folder.Write("train.csv", Csv(Rows(40)));
        Train(data, "m.onnx", "--validation", data, "--split-by", "customer").Refuses("--split-by", "--validation names other rows");
        Train(data, "m.onnx", "--validation", data, "--folds", "3").Refuses("--folds");
        Train(data, "m.onnx", "--validation", "20%").Refuses("--validation is '20%'; expected a part of the rows");
    }

    [Fact]
    public void Folders_of_images_validate_and_test()
    {
        _folder.Images("shapes", count: 20);
        _folder.Images("held", count: 4);
        _folder.Images("tested", count: 3);
        _folder.Images("strange", 3, colour: false, "left", "right");
        string[] train = ["train", _folder["shapes"], "--output", _folder["m.onnx"], "--model", "lenet", "--epochs", "1"];

        var output = ToolRun.Of([.. train, "--validation", _folder["held"], "--test", _folder["tested"]]).Succeeds().Output;
        Assert.Contains("60 for training, 12 for validation, 9 for testing", output, StringComparison.Ordinal);
        Assert.Contains("48 for training, 12 for validation, 9 for testing",
            ToolRun.Of([.. train, "--test", _folder["tested"]]).Succeeds().Output, StringComparison.Ordinal);
        ToolRun.Of([.. train, "--test", _folder["strange"]]).Refuses("a folder 'right', and the training images have no such class");
        ToolRun.Of([.. train, "--test", _folder["missing"]]).Refuses("There is no folder");
    }

    private static string Day(string row) => row.Split(',')[1];

    private static string Csv(IEnumerable<string> rows) => "customer,day,amount,big\n" + string.Concat(rows.Select(row => $"{row}\n"));

    private static string[] Rows(int count)
    {
        var random = new Random(5);
        return
        [
            .. Enumerable.Range(0, count).Select(row =>
            {
                var (day, amount) = (new DateOnly(2026, 1, 1).AddDays(row * 37 % 211), random.NextDouble());
                return string.Create(
                    CultureInfo.InvariantCulture, $"c{row % 20},{day:yyyy-MM-dd},{amount:0.000},{(amount > 0.5 ? "yes" : "no")}");
            }),
        ];
    }

    private string Weights(string file)
    {
        var (model, text) = (TabularModel.Load(_folder[file]), new StringBuilder());
        foreach (var parameter in model.Parameters)
        {
            text.Append(parameter.Name).Append(' ');
            foreach (var number in parameter.ToTensor<float>()) text.Append(CultureInfo.InvariantCulture, $"{number:R} ");
        }

        return text.ToString();
    }

    private ToolRun Train(string data, string output, params string[] options) => ToolRun.Of(
        ["train", data, "--target", "big", "--output", _folder[output], "--epochs", "20", "--hidden", "4", .. options]);

    [GeneratedRegex(@"^\s*test\s+120\s+(\S+ %)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TestPattern();

    [GeneratedRegex(@"accuracy\s+(\S+ %)", RegexOptions.CultureInvariant)]
    private static partial Regex AccuracyPattern();
}
