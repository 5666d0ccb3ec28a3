using System.Globalization;
using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Forecasts;

/// <summary>Models of forecasts: what they compute, natively and in the file.</summary>
public sealed class ForecastModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Networks => [.. ForecastNetworks.Names];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Networks))]
    public void The_file_takes_raw_windows_and_yields_raw_forecasts(string network)
    {
        var (train, validation, _) = Waves(200).Split(30, 5, 40);
        var model = ForecastModel.Create(train, network, seed: 3);
        using (var trainer = new Trainer(model, new Adam(1e-3), options: new() { Seed = 3 })) trainer.Fit(train, epochs: 2, validation);
        model.ExportOnnx(_folder["f.onnx"]);
        OnnxVerifier.Verify(model, _folder["f.onnx"], validation).ThrowIfDifferent();

        using var predictor = new OnnxPredictor(_folder["f.onnx"]);
        Assert.Equal("window: float32[batch, 30, 2]", predictor.Inputs[0].ToString());
        var windows = validation.ToDataset().Features[0];
        var (file, native) = (predictor.Predict(windows), model.Predict(windows));
        var loaded = ForecastModel.Load(_folder["f.onnx"]).Predict(windows);
        Assert.Equal(10, file[0].Values.Count);
        for (var row = 0; row < file.Count; row++)
        {
            Assert.Equal(native[row].Values, loaded[row].Values);
            Assert.All(native[row].Values.Zip(file[row].Values), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Windows_of_one_step_and_horizons_of_one_step_work(string network)
    {
        foreach (var (window, horizon) in ((int, int)[])[(1, 1), (2, 7), (17, 1)])
        {
            var rows = Waves(40).Windows(window, horizon);
            var model = ForecastModel.Create(rows, network);
            model.ExportOnnx(_folder["f.onnx"]);
            OnnxVerifier.Verify(model, _folder["f.onnx"], rows).ThrowIfDifferent();
        }
    }

    /// <summary>The trend is the moving average over 25 steps with repeated ends: forecast = W₁ trend + b₁ + W₂ (x − trend) + b₂.</summary>
    [Fact]
    public void Dlinear_is_its_formula()
    {
        const int window = 40, horizon = 6;
        var rows = Waves(80).Windows(window, horizon);
        var model = ForecastModel.Create(rows, "dlinear", seed: 5);
        var (mean, deviation) = Scale(rows);
        var x = rows.ToDataset().Features[0].As<float>();
        var predictions = model.Predict(rows);
        var weights = model.Parameters.ToDictionary(p => p.Name, p => p.Numbers());
        for (var s = 0; s < 2; s++)
        {
            var known = Enumerable.Range(0, window).Select(i => (x[3, i, s] - mean[s]) / deviation[s]).ToArray();
            var trend = known.Select((_, i) => Enumerable.Range(i - 12, 25).Average(j => known[Math.Clamp(j, 0, window - 1)])).ToArray();
            for (var h = 0; h < horizon; h++)
            {
                var sum = weights["trend.bias"][h] + weights["seasonal.bias"][h];
                for (var i = 0; i < window; i++)
                {
                    sum += weights["trend.weight"][(h * window) + i] * trend[i];
                    sum += weights["seasonal.weight"][(h * window) + i] * (known[i] - trend[i]);
                }

                Assert.Equal((sum * deviation[s]) + mean[s], predictions[3].Values[(h * 2) + s], 1e-3);
            }
        }
    }

    /// <summary>What a network makes of a window at another level, or of another size.</summary>
    [Theory]
    [InlineData("nlinear", 1)]
    [InlineData("lstm", 1)]
    [InlineData("tcn", 1)]
    [InlineData("rlinear", 7)]
    [InlineData("patch-transformer", 7)]
    public void A_forecast_moves_with_its_window(string network, float factor)
    {
        const float level = 20;
        var rows = Waves(60).Windows(20, 4);
        var model = ForecastModel.Create(rows, network, seed: 2);
        var x = rows.ToDataset().Features[0].As<float>();
        var moved = Tensor.Add(Tensor.Multiply<float>(x, factor), level);
        var (forecast, other) = (model.Predict(x), model.Predict(moved));
        for (var row = 0; row < forecast.Count; row++)
            Assert.All(
                forecast[row].Values.Zip(other[row].Values), pair => Assert.Equal((pair.First * factor) + level, pair.Second, 0.02f));
    }

    [Fact]
    public void The_loss_is_that_of_standardized_numbers()
    {
        var rows = Waves(90).Windows(20, 4);
        var model = ForecastModel.Create(rows, "dlinear", seed: 2);
        using var trainer = new Trainer(model, new Sgd(1e-12), options: new() { Seed = 1 });
        var loss = trainer.Fit(rows, epochs: 1, rows).Epochs[0].ValidationLoss;
        var (_, deviation) = Scale(rows);
        var predictions = model.Evaluate(rows);
        var sum = 0.0;
        for (var i = 0; i < predictions.Outputs.Length; i++)
            sum += Math.Pow((predictions.Outputs[i] - predictions.Targets[i]) / deviation[i % 2], 2);
        Assert.Equal(sum / predictions.Outputs.Length, loss!.Value, 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public void The_baseline_repeats_the_last_season(int season)
    {
        var rows = Waves(60).Windows(20, 9);
        var (baseline, data) = (ForecastModel.SeasonalNaive(rows, season), rows.ToDataset());
        var (known, next) = (data.Features[0].As<float>(), data.Targets!.As<float>());
        for (var row = 0; row < data.RowCount; row++)
        {
            for (var h = 0; h < 9; h++)
            {
                // Whole seasons back until the step is known.
                var step = 20 + h;
                while (step >= 20) step -= season;
                for (var s = 0; s < 2; s++)
                {
                    Assert.Equal(known[row, step, s], baseline.Outputs[(row * 18) + (h * 2) + s]);
                    Assert.Equal(next[row, h, s], baseline.Targets[(row * 18) + (h * 2) + s]);
                }
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastModel.SeasonalNaive(rows, 21));
    }

    [Fact]
    public void Windows_of_another_shape_are_refused()
    {
        var model = ForecastModel.Create(Waves(60).Windows(20, 4));
        var message = Assert.ThrowsAny<ArgumentException>(() => model.Predict(Tensor.CreateFromShape<float>([3, 19, 2]))).Message;
        Assert.Contains("float32[rows, 20, 2]", message, StringComparison.Ordinal);
        Assert.Contains("no network 'wavenet'", Assert.Throws<ArgumentException>(
            () => ForecastModel.Create(Waves(60).Windows(20, 4), "wavenet")).Message, StringComparison.Ordinal);
    }

    /// <summary>Mean and deviation of all steps, by definition.</summary>
    private static (double[] Mean, double[] Deviation) Scale(SeriesWindows rows)
    {
        var values = rows.Series.Values.ToArray();
        var parts = Enumerable.Range(0, 2).Select(s => values.Where((_, i) => i % 2 == s).Select(v => (double)v).ToArray()).ToArray();
        return (
            [.. parts.Select(part => part.Average())],
            [.. parts.Select(part => Math.Sqrt(part.Average(v => Math.Pow(v - part.Average(), 2))))]);
    }

    private static TimeSeries Waves(int steps)
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, steps).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{100 + (10 * Math.Sin(i / 3.0)) + random.NextDouble():F3},"
                + $"{-2 + (0.1 * Math.Cos(i / 5.0)) + (0.01 * random.NextDouble()):F4}\n"));
        return TimeSeries.Read(CsvTable.Parse("a,b\n" + string.Concat(rows)));
    }
}
