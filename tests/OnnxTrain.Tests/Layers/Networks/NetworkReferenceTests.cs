using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers.Networks;

/// <summary>
/// Small networks against PyTorch 1.13 in float64: the same layers written with torch.nn, weights and data by the formulas of
/// <see cref="NetworkNumbers"/>. Each row holds the first two and last two logits after training, the loss of a training step, and of some
/// variables the first and the last element and the Euclidean norm of the gradient, or of the running statistic that the step leaves.
/// </summary>
public class NetworkReferenceTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["ResNet of basic blocks"] = new(
            3,
            [3, 40, 36],
            () => new ResNet([2, 1, 1, 1], isBottleneck: false, 5, 3, smallImages: false, width: 4),
            [47.58458182023073, 92.80208548049924, 29.676750064962828, -49.1576657413413],
            2.7532729725664478,
            48.687976419787844,
            new()
            {
                ["conv1.weight"] = [-0.39806559336861935, 0.15133142802876892, 4.347448652159626],
                ["layer1.1.conv2.weight"] = [-0.016479959067479816, 0.3425171810141882, 8.72023570685315],
                ["layer3.0.downsample.0.weight"] = [-0.07868195189208363, -0.060384588656253624, 1.4113137665969895],
                ["layer4.0.bn2.weight"] = [0.11453514409963331, 0.010118162643056632, 0.4670452695586046],
                ["fc.bias"] = [-0.1386219876008809, 0.2730501155223616, 0.4119340857303506],
                ["bn1.running_mean"] = [-0.010434891222921369, 0.08231978568923488, 0.1296581885569917],
                ["layer4.0.bn2.running_var"] = [1.9691026239615963, 1.2987106969824591, 9.199687363523793],
            }),
        ["ResNet of bottlenecks"] = new(
            4,
            [2, 16, 12],
            () => new ResNet([1, 2, 1, 1], isBottleneck: true, 5, 2, smallImages: true, width: 2),
            [3.750557751671942, 1.4354338461004796, -6.188628665180351, 1.2826941611119393],
            2.92213396488697,
            262.30050327215105,
            new()
            {
                ["conv1.weight"] = [1.9456440589484854, 1.6642687229089455, 23.615655204712798],
                ["layer2.0.downsample.1.bias"] = [-6.386034399552091, 6.117612706115247, 21.43805991544022],
                ["layer2.1.conv3.weight"] = [0.1365805736412367, -0.42639671298245324, 13.840854071065223],
                ["fc.weight"] = [-0.05203088418644683, 0.033404859157341, 2.4618139025151713],
                ["layer4.0.bn3.running_var"] = [1.0934216176420286, 1.0096690005545133, 7.924664195508939],
            }),
        ["MobileNetV2"] = new(3, [3, 24, 20], () => new MobileNetV2([(1, 16, 1, 1), (6, 24, 2, 2)], 5, 3, 0.5, last: 24, dropout: 0),
            [8.874751889357716, -8.125991237561662, -2.3031928631720855, -2.165206888609169],
            1.8948616278148591,
            2.8074545965055946,
            new()
            {
                ["features.0.0.weight"] = [-0.16235270989464112, -0.017113499977503104, 0.8096750555907398],
                ["features.3.conv.1.0.weight"] = [0.0030853360707214796, -0.006596744560341259, 0.0814785548882019],
                ["features.3.conv.3.weight"] = [0.25889201486302754, 0.1757889481747991, 0.6343320870512342],
                ["features.4.1.bias"] = [0.04828157204859074, 0.026745918840918537, 0.17319731647606088],
                ["classifier.1.weight"] = [0.047785969568849056, 0.03078495060347587, 0.7503486196669926],
                ["features.1.conv.0.1.running_var"] = [0.8336484922723004, 1.211552385641813, 4.2575776996930115],
            }),
        ["VGG"] = new(3, [3, 20, 18], () => new Vgg([1, 1, 2], 4, 3, batchNormalization: true, width: 4, hidden: 6, grid: 2, dropout: 0),
            [0.4950394686234728, 0.31198527774756263, -2.019152093902091, 1.9190358335517692],
            2.385668542829093,
            26.97951535092564,
            new()
            {
                ["features.0.weight"] = [-0.6981437196600416, -0.1501564059355259, 8.06285065352094],
                ["features.12.weight"] = [-0.12817909606415892, 0.20553991422282397, 2.789364796644274],
                ["classifier.6.weight"] = [0, 0.7979891646837769, 1.3606416677772275],
                ["features.5.running_var"] = [1.0083702656705484, 1.0047437592955846, 3.0949767048299117],
            }),
        ["U-Net of odd sizes"] = new(2, [2, 11, 10], () => new UNet(2, 3, width: 3, depth: 2),
            [-3.0833764202021774, -4.850900601706675, 0.7930062478091067, 0.5716472279588234],
            2.268021234611935,
            4.58114613935087,
            new()
            {
                ["encoder.0.conv1.weight"] = [-0.013045001156141517, 0.047311682649134705, 1.0657992231566935],
                ["up.0.weight"] = [0.0029293677770760584, 0.0075096191262885095, 0.1047975622746743],
                ["up.1.bias"] = [-0.028052456963114057, -0.026305446846981752, 0.04737580888069163],
                ["decoder.1.bn2.weight"] = [1.2010461057043893, 1.6205311185208011, 2.1520267560444535],
                ["head.weight"] = [-0.8991617690286327, 0.7458598660148813, 1.8334688531051337],
                ["bottleneck.bn1.running_mean"] = [0.15112581273178588, 0.059393580539329124, 0.2780271692061453],
            }),
        ["U-Net that interpolates"] = new(
            2,
            [2, 11, 10],
            () => new UNet(2, 3, width: 3, depth: 2, batchNormalization: false, upsample: true),
            [-1.717153345388829, -2.3004971287393277, 0.11446426638641506, 0.028147283204101425],
            1.6598734738743368,
            35.42755397827806,
            new()
            {
                ["encoder.0.conv1.weight"] = [-1.9536151678043083, 2.3401052077262965, 14.527915646984837],
                ["bottleneck.conv2.bias"] = [-0.05329942291276536, 0.09476018272906811, 0.5141647129626016],
                ["up.0.weight"] = [-0.007645486096328741, 0.0028044409720191558, 1.2895445331181956],
                ["head.bias"] = [-0.8677647215391073, 0.5591554359674344, 1.0753648933824091],
            }),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Logits_are_those_of_PyTorch(string name)
    {
        var row = Cases[name];
        var model = NetworkNumbers.NewModel(row.Network(), row.Sizes);
        using var function = new Function(model.Inputs, [model.InferenceOutput]);
        var y = function
            .Run(
                Tensor.Create(
                    NetworkNumbers.Data(row.Batch * row.Sizes.Aggregate(1, (product, size) => product * size)),
                    [row.Batch, .. row.Sizes.Select(s => (nint)s)])
            )[0]
            .ToArray();
        Close(row.Logits, [y[0], y[1], y[^2], y[^1]]);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_training_step_is_that_of_PyTorch(string name)
    {
        var row = Cases[name];
        var model = NetworkNumbers.NewModel(row.Network(), row.Sizes);
        var (plan, loss, gradients) = NetworkNumbers.Step(model, row.Batch, updates: true);
        using var disposed = plan;
        plan.Run();
        Close([row.Loss], [plan.Elements<double>(loss)[0]]);
        Close([row.GradientNorm], [Math.Sqrt(gradients.Sum(g => TensorPrimitives.SumOfSquares<double>(plan.Elements<double>(g))))]);
        foreach (var (variable, wanted) in row.Variables)
        {
            var at = Array.FindIndex<Variable>([.. model.Parameters], p => p.Name == variable);
            var got =
                at >= 0
                    ? plan.Elements<double>(gradients[at]).ToArray()
                    : model.Buffers.Single(v => v.Name == variable).ToTensor<double>().ToArray();
            Close(wanted, [got[0], got[^1], TensorPrimitives.Norm<double>(got)]);
        }
    }

    /// <summary>Rounding grows on its way through batches of few elements; what is wrong differs in the first digits.</summary>
    private static void Close(double[] wanted, double[] got)
    {
        for (var i = 0; i < wanted.Length; i++)
            Assert.InRange(
                got[i], wanted[i] - (1e-9 * Math.Max(1, Math.Abs(wanted[i]))), wanted[i] + (1e-9 * Math.Max(1, Math.Abs(wanted[i]))));
    }

    private sealed record Case(
        int Batch, int[] Sizes, Func<Module> Network, double[] Logits, double Loss, double GradientNorm,
        Dictionary<string, double[]> Variables);
}
