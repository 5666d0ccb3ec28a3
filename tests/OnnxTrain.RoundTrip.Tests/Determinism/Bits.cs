using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Google.Protobuf;
using OnnxTrain.RoundTrip.Tests.Training;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Determinism;

/// <summary>
/// What the library computes, in short: a hash of the bits for each operator and each training. Runs in processes that see other
/// processors.
/// </summary>
internal static class Bits
{
    private const int Steps = 12;

    public static int Print()
    {
        foreach (var row in OpCases.All.Values)
        {
            Console.WriteLine($"{row.Name} of float32\t{Hash(Operator(row, ElementType.Float32))}");
            Console.WriteLine($"{row.Name} of float64\t{Hash(Operator(row, ElementType.Float64))}");
        }

        foreach (var (name, run) in Trainings()) Console.WriteLine($"{name}\t{Hash(Trained(run))}");
        return 0;
    }

    private static IEnumerable<(string Name, StepCase Run)> Trainings() =>
    [
        .. StepCase.Models.Select(m => (m.Key, StepCase.Of(m.Value, StepCase.Optimizers["Adam"]))),
        .. StepCase.Optimizers.Select(o => (o.Key, StepCase.Of(StepCase.Models["mlp"], o.Value))),
        .. StepCase.Losses.Keys.Select(loss => (loss, StepCase.OfLoss(loss))),
        .. StepCase.Settings.Select(s => (s.Key, new StepCase(StepCase.Models["mlp"], StepCase.Optimizers["Adam"], s.Value))),
        .. Activations().Select(a => (a.Name, StepCase.Of(() => StepModels.Perceptron(a.Module()), StepCase.Optimizers["Adam"]))),
    ];

    private static IEnumerable<(string Name, Func<Module> Module)> Activations() =>
        [
            ("Gelu", () => new Gelu()),
            ("Elu", () => new Elu()),
            ("Selu", () => new Selu()),
            ("Silu", () => new Silu()),
            ("Mish", () => new Mish()),
            ("Softplus", () => new Softplus()),
            ("LayerNorm", () => new LayerNorm([16])),
            ("RmsNorm", () => new RmsNorm([16])),
            ("BatchNorm1d", () => new BatchNorm1d(16)),
        ];

    private static byte[] Operator(OpCase row, ElementType type)
    {
        var results = OpRun.Forward(row, type, OpRun.Data(row, 7), 7);
        return [.. results.SelectMany(y => MemoryMarshal.AsBytes<double>(y.Items).ToArray())];
    }

    /// <summary>All variables after some steps, those of the optimizer not, and the file.</summary>
    private static byte[] Trained(StepCase run)
    {
        var model = run.Model();
        var trainer = run.Trainer(model, run.Optimizer());
        using var step = new TrainingStep<float>(model, trainer.Loss, trainer.Optimizer, trainer.Options);
        step.State.Seed = trainer.Options.Seed;
        for (var i = 1; i <= Steps; i++)
        {
            _ = new StepBatch(model, step, i);
            step.Run(trainer.Optimizer.LearningRate);
        }

        return
        [
            .. ModelWeights.Variables(model).SelectMany(v => MemoryMarshal.AsBytes(v.Elements<float>()).ToArray()),
            .. model.ToOnnx().ToByteArray(),
        ];
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
