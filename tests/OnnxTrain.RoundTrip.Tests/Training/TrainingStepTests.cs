using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>
/// A hundred steps of training by a file in ONNX Runtime are those of the library. The variable STEP_TABLE names a file that takes the
/// differences.
/// </summary>
public class TrainingStepTests
{
    private const int Steps = 100;

    public static TheoryData<string, string> ModelsAndOptimizers
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var model in StepCase.Models.Keys)
            {
                foreach (var optimizer in StepCase.Optimizers.Keys) rows.Add(model, optimizer);
            }

            return rows;
        }
    }

    public static TheoryData<string> Losses => [.. StepCase.Losses.Keys];

    public static TheoryData<string> Settings => [.. StepCase.Settings.Keys];

    [Theory, MemberData(nameof(ModelsAndOptimizers))]
    public void Models_and_optimizers_agree(string model, string optimizer) =>
        Agree($"{model}\t{optimizer}", StepCase.Of(StepCase.Models[model], StepCase.Optimizers[optimizer]));

    [Theory, MemberData(nameof(Losses))]
    public void Losses_agree(string loss) => Agree(loss, StepCase.OfLoss(loss));

    [Fact]
    public void Contrastive_divergence_with_persistent_chains_agrees()
    {
        Loss? loss = null;
        Agree("Boltzmann machine", new(Machine, StepCase.Optimizers["Sgd with momentum"], (m, o) => new(m, o, loss)));

        Model Machine()
        {
            (var model, loss) = StepModels.Machine();
            return model;
        }
    }

    [Theory, MemberData(nameof(Settings))]
    public void Settings_agree(string setting) =>
        Agree(setting, new(StepCase.Models["mlp"], StepCase.Optimizers["Adam"], StepCase.Settings[setting]));

    [Theory, InlineData("Adam"), InlineData("NAdam")]
    public void Counters_of_float64_agree_more_closely(string optimizer) =>
        Assert.InRange(
            StepRun
                .Compare(StepCase.Of(StepCase.Models["mlp"], StepCase.Optimizers[optimizer]), Steps, new() { Float64Counters = true })
                .Loss,
            0, 4e-7);

    [Theory, MemberData(nameof(ModelsAndOptimizers))]
    public void A_step_of_float32_holds_no_float64(string model, string optimizer)
    {
        using var folder = new TemporaryFolder();
        var run = StepCase.Of(StepCase.Models[model], StepCase.Optimizers[optimizer]);
        using var trainer = run.Trainer(run.Model(), run.Optimizer());
        var graph = OnnxFile.Read(trainer.ExportTraining(folder["files"]).Training).Graph;
        Assert.DoesNotContain(graph.Input.Concat(graph.Output), v => v.Type.TensorType.ElemType == (int)TensorProto.Types.DataType.Double);
        Assert.DoesNotContain(graph.Initializer, t => t.DataType == (int)TensorProto.Types.DataType.Double);
        Assert.DoesNotContain(
            graph.Node.SelectMany(n => n.Attribute),
            a => a.Name == "to" && a.I == (int)TensorProto.Types.DataType.Double);
    }

    private static void Agree(string what, StepCase run)
    {
        var (loss, variables) = StepRun.Compare(run, Steps);
        if (Environment.GetEnvironmentVariable("STEP_TABLE") is { } path)
            lock (typeof(StepRun))
                File.AppendAllText(path, $"{what}\t{loss:0.0e+0}\t{variables:0.0e+0}\n");
        Assert.InRange(loss, 0, 1e-5);
        Assert.InRange(variables, 0, 1e-4);
    }
}
