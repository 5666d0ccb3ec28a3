using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>A file as it was exported passes, and the report says what was done.</summary>
public sealed class EquivalentFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_report_of_a_classifier_tells_rows_runs_labels_and_the_largest_difference()
    {
        var table = Tables.Penguins();
        var model = Tables.Trained(TabularModel.Classifier(table, "species"), table);
        var path = _folder["penguins.onnx"];
        model.ExportOnnx(path);

        var report = OnnxVerifier.Verify(model, path, table).ThrowIfDifferent();

        Assert.True(report.IsEquivalent);
        Assert.Equal(344, report.Rows);
        // 64 batches of 1, 21 of 3, 9 of 7 and the whole table, with optimizations off and on
        Assert.Equal(2 * (64 + 21 + 9 + 1), report.Runs);
        Assert.Equal(new(344, 344, 0), report.LabelAgreement);
        Assert.Equal(["label", "probabilities"], report.Outputs.Select(o => o.Name));
        var probabilities = report.Outputs[1];
        Assert.Equal(2 * 3 * (64 + 63 + 63 + 344), probabilities.Elements);
        Assert.InRange(probabilities.LargestAbsolute, 0, 1e-6);
        Assert.Equal(probabilities.LargestAbsolute, report.LargestAbsolute);
        Assert.Equal(ExecutionProvider.Cpu, report.Provider);
        Assert.StartsWith("1.", report.RuntimeVersion, StringComparison.Ordinal);
        Assert.Contains("penguins.onnx", report.Summary, StringComparison.Ordinal);
        Assert.Contains("labels agree on 344 of 344 rows (100 %)", report.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', report.Summary);
        Assert.Contains("probabilities float32[batch, 3]", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_set_runs_in_parts_that_cover_it()
    {
        const int rows = 2500;
        var (model, data) = Line(rows);
        var report = OnnxAssert.Equivalent(model, data);
        Assert.Equal(2 * (64 + 21 + 9 + 3), report.Runs);
        Assert.Equal(2 * (64 + 63 + 63 + rows), report.Outputs[0].Elements);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_set_of_fewer_rows_than_a_batch_runs_at_every_batch_size_all_the_same(int rows)
    {
        var (model, data) = Line(rows);
        var report = OnnxAssert.Equivalent(model, data);
        Assert.Equal(2 * (rows + Math.Max(1, rows / 3) + 1 + 1), report.Runs);
    }

    [Fact]
    public void Logits_are_compared_where_they_were_exported()
    {
        var table = Tables.Odd();
        var model = TabularModel.Classifier(table, "art");
        var report = OnnxAssert.Equivalent(model, table, export: new() { IncludeLogits = true });
        Assert.Equal(["label", "probabilities", "logits"], report.Outputs.Select(o => o.Name));
    }

    [Fact]
    public void A_model_of_a_fixed_number_of_rows_runs_on_that_number()
    {
        var model = new Model(new Linear(2, 2), Value.Input("x", ElementType.Float32, [4, 2]));
        var data = new Dataset(Tensor.Create(Enumerable.Range(0, 20).Select(i => i * 0.1f).ToArray(), [10, 2]), new int[10], 1);
        Assert.Equal(2 * 3, OnnxAssert.Equivalent(model, data).Runs);
    }

    [Fact]
    public void A_model_in_float64_is_held_to_a_tighter_tolerance()
    {
        var model = new Model(
            new Sequential(new Linear(3, 8), new Tanh(), new Linear(8, 2)), Value.Input("x", ElementType.Float64, ["batch", 3]));
        var data = new Dataset(Tensor.Create(Enumerable.Range(0, 30).Select(i => MathF.Sin(i)).ToArray(), [10, 3]), new int[10], 1);
        Assert.InRange(OnnxAssert.Equivalent(model, data).LargestAbsolute, 0, 1e-14);
    }

    [Fact]
    public void A_time_limit_leaves_a_sample_that_is_spread_over_the_rows()
    {
        var (model, data) = Line(1000);
        model.ExportOnnx(_folder["line.onnx"]);
        var options = new VerificationOptions { LargestBatch = 10, TimeLimit = TimeSpan.Zero };

        var report = OnnxVerifier.Verify(model, _folder["line.onnx"], data, options);
        Assert.True(report.IsEquivalent);
        Assert.Equal((1000, 10), (report.Rows, report.ComparedRows));
        Assert.Contains("10 of 1000 rows", report.Summary, StringComparison.Ordinal);

        // Of any first parts no two of the gaps between them differ more than threefold: the three-gap theorem for the golden ratio.
        int[] starts = [.. VerificationBatch.Of(1000, "batch", options).Where(batch => batch.IsOfWhole).Select(batch => batch.Start)];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 10 * i), starts.Order());
        foreach (var count in (int[])[5, 13, 34])
        {
            int[] some = [.. starts.Take(count).Append(1000).Order()];
            var gaps = some.Zip(some.Skip(1), (a, b) => b - a).ToArray();
            Assert.InRange(gaps.Max(), 1000 / count, 3 * 1000 / count);
        }

        var whole = OnnxVerifier.Verify(model, _folder["line.onnx"], data, options with { TimeLimit = TimeSpan.FromMinutes(1) });
        Assert.Equal((1000, 1000), (whole.Rows, whole.ComparedRows));
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        var (model, data) = Line(5);
        model.ExportOnnx(_folder["line.onnx"]);
        Assert.Throws<OperationCanceledException>(() =>
            OnnxVerifier.Verify(model, _folder["line.onnx"], data, cancellationToken: new(canceled: true)));
    }

    [Fact]
    public void A_table_for_a_model_of_tensors_and_a_data_set_for_one_of_a_table_are_refused()
    {
        var (line, data) = Line(5);
        var table = Tables.Odd();
        Assert.Contains(
            "Dataset",
            Assert.Throws<ArgumentException>(() => OnnxAssert.Equivalent(line, table)).Message,
            StringComparison.Ordinal);
        var tabular = TabularModel.Regressor(table, "number");
        Assert.Contains(
            "table",
            Assert.Throws<ArgumentException>(() => OnnxAssert.Equivalent(tabular, data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_another_width_are_refused()
    {
        var (model, _) = Line(5);
        var data = new Dataset(Tensor.Create(new float[12], [4, 3]), Tensor.Create(new float[4], [4, 1]));
        var message = Assert.Throws<ArgumentException>(() => OnnxAssert.Equivalent(model, data)).Message;
        Assert.Contains("x: float32[batch, 2]", message, StringComparison.Ordinal);
        Assert.Contains("[4, 3]", message, StringComparison.Ordinal);
    }

    public static TheoryData<VerificationOptions> WrongOptions =>
    [
        new() { AbsoluteTolerance = -1 },
        new() { RelativeTolerance = double.NaN },
        new() { BatchSizes = [1, 0] },
        new() { LargestBatch = 0 },
        new() { RowsPerBatchSize = 0 },
        new() { Threads = -1 },
    ];

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void Options_without_sense_are_refused(VerificationOptions options)
    {
        var (model, data) = Line(5);
        Assert.Throws<ArgumentException>(() => OnnxAssert.Equivalent(model, data, options));
    }

    private static (Model Model, Dataset Data) Line(int rows) =>
        (
            Model.Regressor(new Linear(2, 1), Value.Input("x", ElementType.Float32, ["batch", 2]), targetMean: 3, targetScale: 2),
            new(
                Tensor.Create(Enumerable.Range(0, rows * 2).Select(i => MathF.Sin(i)).ToArray(), [rows, 2]),
                Tensor.Create(new float[rows], [rows, 1])));

    [Fact]
    public void A_file_may_leave_axes_open_that_the_model_has_at_one_length()
    {
        var network = new Sequential(
            new Conv2d(1, 3, 3, padding: 1), new Relu(), new AdaptiveAvgPool2d(1), new Flatten(), new Linear(3, 2));
        var model = Model.Classifier(network, Value.Input("image", ElementType.Float32, ["batch", 1, 6, 6]), 2);
        model.ExportOnnx(
            _folder["open.onnx"],
            new() { InputShapes = new Dictionary<string, Shape> { ["image"] = ["batch", 1, "height", "width"] } });
        var data = new Dataset(Tensor.Create([.. Enumerable.Range(0, 10 * 36).Select(i => MathF.Sin(i))], [10, 1, 6, 6]), new int[10], 2);

        Assert.True(OnnxVerifier.Verify(model, _folder["open.onnx"], data).IsEquivalent);
    }
}
