using OnnxTrain.Tests.Training;

namespace OnnxTrain.Tests.Optimizers;

/// <summary>Every optimizer that updates one parameter at a time.</summary>
internal static class NewOptimizers
{
    public static IReadOnlyDictionary<string, Func<Optimizer>> All { get; } =
        new Dictionary<string, Func<Optimizer>>(ReferenceNetwork.Optimizers)
        {
            ["radam"] = () => new RAdam(0.02) { WeightDecay = 0.01 },
            ["radam, decoupled"] = () =>
                new RAdam(0.02)
                {
                    Beta2 = 0.9, WeightDecay = 0.01, IsDecoupled = true,
                },
            ["adadelta"] = () => new Adadelta(0.5) { WeightDecay = 0.01 },
            ["lion"] = () => new Lion(1e-3) { WeightDecay = 0.01 },
            ["lars"] = () => new Lars(0.1) { WeightDecay = 0.01 },
            ["lamb"] = () => new Lamb(0.01),
        };
}
