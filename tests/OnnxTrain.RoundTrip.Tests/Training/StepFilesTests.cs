using System.Text.Json;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Models;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>Operator sets, tables with their preprocessing inside, weights of rows, and what the description says.</summary>
public sealed class StepFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mlp", 13)]
    [InlineData("mlp", 17)]
    [InlineData("mlp", 26)]
    [InlineData("cnn with batch normalization and max pooling", 13)]
    [InlineData("cnn with batch normalization and max pooling", 17)]
    public void Steps_without_random_numbers_are_the_same_at_any_operator_set(string model, int opset)
    {
        var (loss, variables) = StepRun.Compare(
            StepCase.Of(StepCase.Models[model], StepCase.Optimizers["Adam"]), 20,
            new() { Opset = opset });
        Assert.InRange(loss, 0, 1e-5);
        Assert.InRange(variables, 0, 1e-4);
    }

    /// <summary>The model to deploy needs no more because the step does.</summary>
    [Fact]
    public void The_operator_set_is_the_lowest_that_each_file_needs()
    {
        Assert.Equal((17, 17), Opsets(new()));
        Assert.Equal((18, 17), Opsets(new(), new Dropout(0.5)));
        Assert.Equal((17, 17), Opsets(new() { Random = RandomSource.Inputs }, new Dropout(0.5)));
        Assert.Equal((21, 21), Opsets(new() { Opset = 21 }));
    }

    /// <summary>Texts, truth values and gaps go in as they stand in the table.</summary>
    [Theory]
    [InlineData("art")]
    [InlineData("weight in g")]
    public void A_table_trains_by_its_raw_columns(string target)
    {
        var table = Tables.Odd(37);
        var model = target == "art" ? TabularModel.Classifier(table, target, [8]) : TabularModel.Regressor(table, target, [8]);
        using var trainer = new Trainer(model, new Sgd(0.05) { Momentum = 0.9 }, options: new()
        {
            Seed = 7, BatchSize = StepRows.Batch, Sampling = Sampling.InOrder,
        });
        using var run = new FitRun(trainer, model.Encode(table), VerificationData.Of(model, table), epochs: 5);
        Assert.Contains("Ort/場所", run.Files.Inputs);
        Assert.InRange(run.Difference(model), 0, 1e-5);
        Assert.True(run.Losses[^1] < run.Losses[0]);
        OnnxVerifier.Verify(model, run.Finish(), table).ThrowIfDifferent();
        Assert.Equal(target, TabularModel.Load(run.Finish()).Targets[0].Name);
    }

    [Fact]
    public void Rows_have_weights_where_asked_for()
    {
        var (model, plain) = (StepModels.Perceptron(), StepModels.Perceptron());
        var rows = StepRows.Classes().WithWeights([.. Enumerable.Range(0, StepRows.Count).Select(i => (float)(i % 4))]);
        using var trainer = Trainer(model);
        using var run = new FitRun(trainer, rows, VerificationData.Of(model, rows), epochs: 3, new() { RowWeights = true });
        Assert.Contains("weight", run.Files.Inputs);
        Assert.InRange(run.Difference(model), 0, 1e-5);
        using var other = Trainer(plain);
        other.Fit(StepRows.Classes(), 3);
        Assert.InRange(run.Difference(plain), 1e-3, double.PositiveInfinity);
    }

    [Fact]
    public void Several_numbers_are_targets()
    {
        var (model, rows) = (StepModels.Plain(null), StepRows.Numbers());
        using var trainer = Trainer(model);
        using var run = new FitRun(trainer, rows, VerificationData.Of(model, rows), epochs: 3);
        Assert.InRange(run.Difference(model), 0, 1e-5);
    }

    /// <summary>What a program in another language goes by.</summary>
    [Fact]
    public void The_description_names_inputs_outputs_and_variables_as_the_files_have_them()
    {
        using var trainer = new Trainer(
            StepModels.Perceptron(new Dropout(0.5)), new Adam(1e-3), options: new() { Seed = 9, BatchSize = 12 });
        var files = trainer.ExportTraining(_folder["files"]);
        using var json = JsonDocument.Parse(File.ReadAllText(files.Manifest));
        using var training = new OrtRunner(files.Training);
        using var inference = new OrtRunner(files.Inference);
        var root = json.RootElement;
        var variables = root.GetProperty("variables").EnumerateArray().ToList();

        Assert.Equal(
            (0.001, 12, 9),
            (root.GetProperty("learning_rate").GetDouble(), root.GetProperty("batch_size").GetInt32(), root.GetProperty("seed").GetInt32())
        );
        Assert.Equal(
            ["feature", "target", "learning_rate", "step", "seed"],
            root.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("role").GetString()));
        Assert.Equal(
            training.Inputs.Select(i => i.Name).Order(),
            root.GetProperty("inputs").EnumerateArray().Concat(variables).Select(i => i.GetProperty("name").GetString()!).Order());
        Assert.Equal(
            training.Outputs.Select(o => o.Name).Order(),
            root.GetProperty("outputs")
                .EnumerateArray()
                .Select(o => o.GetProperty("name").GetString()!)
                .Concat(variables.Select(v => v.GetProperty("update").GetString()).OfType<string>())
                .Order());
        Assert.Equal(
            inference.Inputs.Skip(1).Select(i => i.Name).Order(),
            variables.Where(v => v.GetProperty("inference").GetBoolean()).Select(v => v.GetProperty("name").GetString()!).Order());

        var (model, initial) = (File.ReadAllBytes(files.Model), StepRun.Initial(files));
        foreach (var variable in variables.Where(v => v.TryGetProperty("offset", out _)))
        {
            var bytes = model.AsSpan(variable.GetProperty("offset").GetInt32(), variable.GetProperty("length").GetInt32());
            Assert.Equal(initial[variable.GetProperty("name").GetString()!].Bytes.ToArray(), bytes.ToArray());
        }
    }

    private static Trainer Trainer(Model model) =>
        new(model, new Sgd(0.1), options: new()
        {
            Seed = 7, BatchSize = StepRows.Batch, Sampling = Sampling.InOrder,
        });

    private (long Training, long Model) Opsets(TrainingExportOptions options, Module? between = null)
    {
        using var trainer = new Trainer(StepModels.Perceptron(between), new Adam(1e-3));
        var files = trainer.ExportTraining(_folder["files"], options);
        return (OnnxFile.Read(files.Training).OpsetImport[0].Version, OnnxFile.Read(files.Model).OpsetImport[0].Version);
    }
}
