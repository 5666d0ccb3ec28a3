using System.Globalization;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Numbers that float32 would merge are told apart by the model, by its file, and by the model that comes back from it.</summary>
public sealed class WideNumberTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Where the numbers start, their distance, and whether they need float64.</summary>
    public static TheoryData<double, double, bool> Ranges => new()
    {
        { 1_700_000_000_000, 60_000, true },
        { 20_240_101, 1, true },
        { 123_456_789, 1, true },
        { 1e100, 1e98, true },
        { 1e-100, 1e-100, true },
        { 1_000_000.1, 0.001, true },
        { 0.1, 0.1, false },
        { 16_000_000, 100_000, false },
        { -5_000, 2.5, false },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Ranges)), InlineData(1e300, 1e298, true), InlineData(1e-300, 1e-300, true)]
    public void Inputs_are_told_apart(double start, double step, bool isWide)
    {
        var table = Table(start, step, i => i * 1.5);
        var model = Exported(TabularModel.Regressor(table, "y", [8]), table);

        Assert.Equal(isWide ? "float64" : "float32", Inputs()["x"]);
        var predictions = Predictions(table);
        Assert.Equal(table.RowCount, predictions.Distinct().Count());
        Assert.Equal(model.Predict(table).Select(p => p.Numbers[0]), predictions);
        Assert.Equal(predictions, DataModel.Load(_folder["m.onnx"]).Predict(table).Select(p => p.Numbers[0]));
    }

    [Theory, MemberData(nameof(Ranges))]
    public void Targets_are_predicted_in_their_units(double start, double step, bool isWide)
    {
        var table = Table(0, 1, i => start + (step * i));
        var model = Exported(TabularModel.Regressor(table, "y", []), table, epochs: 400);

        Assert.Equal(isWide ? "float64" : "float32", Outputs()["prediction"]);
        var (predictions, truth) = (Predictions(table), table["y"].Numbers.ToArray());
        for (var row = 0; row < truth.Length; row++) Assert.Equal(truth[row], predictions[row], 0.2 * step);
        Assert.True(new RSquared().Of(model.Evaluate(table)) > 0.99);
    }

    [Fact]
    public void Several_targets_keep_each_its_own_type()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{1_700_000_000_000 + (60_000L * i)},{i % 2},{i * 0.5}\n"));
        var table = CsvTable.Parse($"x,time,kind,half\n{rows}");
        var model = DataModel.Create(
            table, [new NumberFeature("x")], [new NumberTarget("time"), new ClassTarget("kind"), new NumberTarget("half")],
            new() { Hidden = [] });
        Exported(model, table, epochs: 400);

        Assert.Equal(("float64", "float32"), (Outputs()["time_prediction"], Outputs()["half_prediction"]));
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        var predictions = predictor.Predict(table);
        for (var row = 0; row < 40; row++)
        {
            Assert.Equal(table["time"].Numbers[row], predictions[row]["time"].Numbers[0], 20_000.0);
            Assert.Equal(table["half"].Numbers[row], predictions[row]["half"].Value, 0.3);
        }

        Assert.True(new RSquared().Of(model.EvaluateTargets(table)["time"]) > 0.99);
    }

    [Fact]
    public void A_wide_number_may_be_missing_or_have_a_logarithm()
    {
        var text = string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{(i % 7 == 0 ? "" : $"{1_700_000_000_000 + (60_000L * i)}")},{i}\n"));
        var table = CsvTable.Parse($"x,y\n{text}");
        foreach (var scaling in Enum.GetValues<Scaling>())
            Exported(TabularModel.Regressor(table, "y", [4], new() { Scaling = scaling, LogTarget = true }), table);
    }

    private static CsvTable Table(double start, double step, Func<int, double> target)
    {
        static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(0, 8).Select(i => $"{Text(start + (step * i))},{Text(target(i))}\n");
        return CsvTable.Parse("x,y\n" + string.Concat(rows));
    }

    private DataModel Exported(DataModel model, CsvTable table, int epochs = 30)
    {
        using var trainer = new Trainer(model, new Adam(0.05), options: new() { BatchSize = 8 });
        trainer.Fit(model.Encode(table), epochs: epochs);
        model.ExportOnnx(_folder["m.onnx"]);
        OnnxVerifier.Verify(model, _folder["m.onnx"], table).ThrowIfDifferent();
        return model;
    }

    private double[] Predictions(CsvTable table)
    {
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        return [.. predictor.Predict(table).Select(p => p.Numbers[0])];
    }

    private Dictionary<string, string> Inputs()
    {
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        return predictor.Inputs.ToDictionary(input => input.Name, input => input.ElementType);
    }

    private Dictionary<string, string> Outputs()
    {
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        return predictor.Outputs.ToDictionary(output => output.Name, output => output.ElementType);
    }
}
