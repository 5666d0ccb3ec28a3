namespace OnnxTrain.Tests.Layers.Networks;

/// <summary>One training step in float64 against central differences (f(w + h) − f(w − h)) / 2h of the loss f.</summary>
public class NetworkGradientTests
{
    private const double Step = 1e-7;

    private static readonly Dictionary<string, (int[] Sizes, Func<Module> Network)> Networks = new()
    {
        ["ResNet-18"] = ([3, 32, 32], () => new ResNet([2, 2, 2, 2], isBottleneck: false, 4, 3, smallImages: false, width: 2)),
        ["ResNet-50"] = ([3, 16, 16], () => new ResNet([3, 4, 6, 3], isBottleneck: true, 4, 3, smallImages: true, width: 1)),
        ["MobileNetV2"] = (
            [3, 32, 32],
            () =>
                new MobileNetV2(
                    [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)],
                    4, 3, 0.05, last: 16, dropout: 0)),
        ["U-Net"] = ([2, 16, 16], () => new UNet(2, 3, width: 2)),
        ["U-Net of odd sizes that interpolates"] = ([2, 19, 21], () => new UNet(2, 3, width: 2, depth: 3, upsample: true)),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_training_step_descends(string name)
    {
        var (sizes, network) = Networks[name];
        var model = NetworkNumbers.NewModel(network(), sizes);
        var (plan, loss, gradients) = NetworkNumbers.Step(model, 4, updates: false);
        using var disposed = plan;
        plan.Run();
        var known = gradients.Select(g => plan.Elements<double>(g).ToArray()).ToArray();
        var random = new Random(5);
        for (var p = 0; p < known.Length; p += Math.Max(1, known.Length / 12))
        {
            var i = random.Next(known[p].Length);
            var weights = model.Parameters[p].Elements<double>();
            var at = weights[i];
            var (above, below) = (At(at + Step), At(at - Step));
            weights[i] = at;
            var difference = (above - below) / (2 * Step);
            Assert.True(
                Math.Abs(difference - known[p][i]) <= 1e-5 * Math.Max(1, Math.Abs(difference)),
                $"{model.Parameters[p].Name}[{i}]: {known[p][i]}, by differences {difference}.");

            double At(double weight)
            {
                model.Parameters[p].Elements<double>()[i] = weight;
                plan.Run();
                return plan.Elements<double>(loss)[0];
            }
        }
    }
}
