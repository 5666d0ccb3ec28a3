using System.Globalization;

namespace OnnxTrain.Tests.Layers.Networks;

/// <summary>Variables as in torchvision's state dicts: how many, of which names and shapes. No memory is taken for them.</summary>
public class NetworkNameTests
{
    [Theory]
    [InlineData("ResNet-18", 11_689_512, 122)]
    [InlineData("ResNet-34", 21_797_672, 218)]
    [InlineData("ResNet-50", 25_557_032, 320)]
    [InlineData("MobileNetV2", 3_504_872, 314)]
    [InlineData("MobileNetV2, half", 1_968_680, 314)]
    [InlineData("VGG-11", 132_863_336, 22)]
    [InlineData("VGG-11, normalized", 132_868_840, 62)]
    [InlineData("VGG-13", 133_047_848, 26)]
    [InlineData("VGG-16", 138_357_544, 32)]
    [InlineData("U-Net", 31_036_546, 0)]
    public void A_network_has_the_published_number_of_parameters(string name, long parameters, int entries)
    {
        Module network = name switch
        {
            "ResNet-18" => ResNet.ResNet18(1000),
            "ResNet-34" => ResNet.ResNet34(1000),
            "ResNet-50" => ResNet.ResNet50(1000),
            "MobileNetV2" => new MobileNetV2(1000),
            "MobileNetV2, half" => new MobileNetV2(1000, widthMultiplier: 0.5),
            "VGG-11" => Vgg.Vgg11(1000),
            "VGG-11, normalized" => Vgg.Vgg11(1000, batchNormalization: true),
            "VGG-13" => Vgg.Vgg13(1000),
            "VGG-16" => Vgg.Vgg16(1000),
            _ => new UNet(1, 2, batchNormalization: true),
        };
        var variables = Variables(network, network is UNet ? 1 : 3);
        Assert.Equal(parameters, variables.Where(v => v.IsTrainable).Sum(v => v.Shape.ElementCount));
        if (entries > 0) Assert.Equal(entries, variables.Count);
    }

    [Fact]
    public void ResNet18_has_the_names_of_torchvision()
    {
        List<string> names = ["conv1.weight", .. Normalization("bn1"), "fc.weight", "fc.bias"];
        for (var layer = 1; layer <= 4; layer++)
        {
            for (var block = 0; block < 2; block++)
            {
                var path = $"layer{layer}.{block}";
                names.AddRange([
                    $"{path}.conv1.weight",
                    .. Normalization($"{path}.bn1"),
                    $"{path}.conv2.weight",
                    .. Normalization($"{path}.bn2"),
                ]);
                if (layer > 1 && block == 0)
                    names.AddRange([$"{path}.downsample.0.weight", .. Normalization($"{path}.downsample.1")]);
            }
        }

        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            Variables(ResNet.ResNet18(10), 3).Select(v => v.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MobileNetV2_has_the_names_of_torchvision()
    {
        List<string> names =
        [
            "classifier.1.weight", "classifier.1.bias", "features.1.conv.1.weight",
            .. Normalization("features.1.conv.2"),
        ];
        foreach (var unit in (string[])["features.0", "features.1.conv.0", "features.18"])
            names.AddRange([$"{unit}.0.weight", .. Normalization($"{unit}.1")]);
        foreach (var path in Enumerable.Range(2, 16).Select(i => string.Create(CultureInfo.InvariantCulture, $"features.{i}.conv")))
            names.AddRange([
                $"{path}.0.0.weight",
                .. Normalization($"{path}.0.1"),
                $"{path}.1.0.weight",
                .. Normalization($"{path}.1.1"),
                $"{path}.2.weight",
                .. Normalization($"{path}.3"),
            ]);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            Variables(new MobileNetV2(10), 3).Select(v => v.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Shapes_are_those_of_torchvision()
    {
        var resnet = Variables(ResNet.ResNet50(1000), 3).ToDictionary(v => v.Name, v => v.Shape.ToString());
        Assert.Equal(
            ("[64, 3, 7, 7]", "[512, 256, 1, 1]", "[128, 128, 3, 3]", "[1000, 2048]"),
            (resnet["conv1.weight"], resnet["layer2.0.downsample.0.weight"], resnet["layer2.0.conv2.weight"], resnet["fc.weight"]));
        var mobile = Variables(new MobileNetV2(1000), 3).ToDictionary(v => v.Name, v => v.Shape.ToString());
        Assert.Equal(
            ("[144, 24, 1, 1]", "[144, 1, 3, 3]", "[1280, 320, 1, 1]"),
            (mobile["features.3.conv.0.0.weight"], mobile["features.3.conv.1.0.weight"], mobile["features.18.0.weight"]));
        var vgg = Variables(Vgg.Vgg11(1000), 3).ToDictionary(v => v.Name, v => v.Shape.ToString());
        Assert.Equal(
            ("[512, 512, 3, 3]", "[4096, 25088]", "[1000]"),
            (vgg["features.18.weight"], vgg["classifier.0.weight"], vgg["classifier.6.bias"]));
        Assert.Equal(
            "[64, 3, 3, 3]",
            Variables(ResNet.ResNet18(10, smallImages: true), 3).Single(v => v.Name == "conv1.weight").Shape.ToString());
    }

    [Fact]
    public void A_block_of_VGG_stands_by_itself()
    {
        var model = new Model(
            new VggBlock(3, 8, convolutions: 2, batchNormalization: true),
            Value.Input("x", ElementType.Float32, ["batch", 3, "height", 9]));
        Assert.Equal("[batch, 8, floor(height / 2), 4]", model.Output.Shape.ToString());
        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias", "4.weight", "4.bias"],
            model.Parameters.Select(p => p.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void First_weights_have_the_spread_of_torchvision(bool mobile)
    {
        var model = mobile
            ? new Model(new MobileNetV2(50), Value.Input("x", ElementType.Float32, ["batch", 3, 32, 32]))
            : new Model(ResNet.ResNet18(50), Value.Input("x", ElementType.Float32, ["batch", 3, 32, 32]));

        // Normal of variance 2 / (outputs · taps); the deviation of n draws is within 5 / √(2n) of it.
        foreach (var weight in model.Parameters.Where(p => p.Shape.Rank == 4))
        {
            var elements = weight.ToTensor<float>().ToArray();
            var wanted = Math.Sqrt(2.0 / (weight.Shape[0].Size * weight.Shape[2].Size * weight.Shape[3].Size));
            var deviation = Math.Sqrt(elements.Average(w => (double)w * w));
            Assert.InRange(deviation / wanted, 1 - (5 / Math.Sqrt(2.0 * elements.Length)), 1 + (5 / Math.Sqrt(2.0 * elements.Length)));
        }

        foreach (var scale in model.Parameters.Where(p => p.Name.Contains("bn", StringComparison.Ordinal) && p.LocalName == "weight"))
            Assert.All(scale.ToTensor<float>().ToArray(), w => Assert.Equal(1, w));
        if (mobile)
            Assert.All(model.Parameters.Single(p => p.Name == "classifier.1.bias").ToTensor<float>().ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Height_and_width_may_be_names()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 3, "height", "width"]);
        Assert.Equal("[batch, 10]", new Model(ResNet.ResNet18(10), x).Output.Shape.ToString());
        Assert.Equal("[batch, 10]", new Model(new MobileNetV2(10), x).Output.Shape.ToString());
        Assert.Equal("[batch, 2, height, width]", new Model(new UNet(3, 2, width: 4), x).Output.Shape.ToString());
        Assert.Equal("[batch, 2, height, width]", new Model(new UNet(3, 2, width: 4, upsample: true), x).Output.Shape.ToString());
        var vgg = new Model(new Vgg([1, 1], 4, 3, false, 4, 8), x).Output.Shape;
        Assert.Equal("batch", vgg[0]);
        Assert.True(vgg[1].IsFixed);
    }

    [Fact]
    public void An_image_too_small_to_be_halved_is_refused()
    {
        var message = Assert
            .Throws<ShapeException>(() => new Model(new UNet(3, 2, width: 4), Value.Input("x", ElementType.Float32, ["batch", 3, 12, 40])))
            .Message;
        Assert.Contains("MaxPool", message, StringComparison.Ordinal);
    }

    private static string[] Normalization(string path) =>
        [.. ((string[])["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]).Select(n => $"{path}.{n}")];

    private static List<Variable> Variables(Module network, int channels)
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", channels, 64, 64]);
        using var trace = Trace.Begin();
        var (output, updates) = (network.Call("", [x]), Trace.Updates);
        return [.. new Graph([x], [output], updates).Variables.Concat(updates.Select(u => u.Variable)).Distinct()];
    }
}
