using OnnxTrain.Onnx;

namespace OnnxTrain.Cli.Tests.Steps;

/// <summary>The check of the files finds out a file that computes something else.</summary>
public sealed class StepCheckTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RandomSource.Seed)]
    [InlineData(RandomSource.Inputs)]
    public void Files_as_they_were_written_are_right(RandomSource random) => Assert.Empty(Check(_ => { }, random).Problems);

    [Theory]
    [InlineData(RandomSource.Seed)]
    [InlineData(RandomSource.Inputs)]
    public void A_step_with_another_function_has_another_loss(RandomSource random)
    {
        var comparison = Check(
            files => Change(files.Training, model => model.Graph.Node.First(n => n.OpType == "Relu").OpType = "Tanh"),
            random);
        Assert.Contains("the loss of a step is", Assert.Single(comparison.Problems), StringComparison.Ordinal);
        Assert.InRange(comparison.Difference, 1e-5, 10);
    }

    [Fact]
    public void Predictions_by_another_function_are_named() =>
        Assert.Contains(
            "probabilities of inference.onnx differs",
            Assert.Single(
                Check(files => Change(files.Inference, model => model.Graph.Node.First(n => n.OpType == "Relu").OpType = "Tanh")).Problems),
            StringComparison.Ordinal);

    [Fact]
    public void Variables_that_begin_otherwise_are_found_out() =>
        Assert.NotEmpty(
            Check(files =>
                Change(
                    files.Initial,
                    model =>
                        model.Graph.Initializer[0].RawData = Google.Protobuf.ByteString.CopyFrom(
                            new byte[model.Graph.Initializer[0].RawData.Length]))
            ).Problems);

    [Fact]
    public void A_step_that_leaves_what_is_no_number_is_named() => Assert.Contains(
        Check(files => Change(files.Training, model => model.Graph.Node.First(n => n.OpType == "Sqrt").OpType = "Acosh")).Problems,
        problem => problem.EndsWith("/updated holds a number that is not finite", StringComparison.Ordinal));

    private static void Change(string path, Action<ModelProto> change)
    {
        var model = OnnxFile.Read(path);
        change(model);
        OnnxFile.Write(model, path);
    }

    private StepComparison Check(Action<TrainingFiles> change, RandomSource random = RandomSource.Seed)
    {
        var request = new TrainRequest
        {
            Data = _folder.Write("d.csv", Tables.Points()), Output = "", Columns = new() { Targets = ["big"] }, Dropout = 0.3,
            Validation = HeldOut.None, Hidden = [8],
        };
        var session = new TrainingSession(request, TablePreparation.Prepare(request));
        using var trainer = session.NewTrainer(seed: 3);
        var files = trainer.ExportTraining(_folder["files"], new() { Random = random });
        change(files);
        var (rows, inputs) = session.Sample(20);
        return new StepCheck(files, trainer, ExecutionProvider.Cpu).Run(rows, inputs, CancellationToken.None);
    }
}
