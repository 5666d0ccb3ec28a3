using System.Xml.Linq;

namespace OnnxTrain.Tests.Reports;

public sealed class NetworkOutlineTests
{
    [Fact]
    public void Layers_of_a_sequence_stand_in_order_with_shapes_and_parameters()
    {
        var layers = Of(new Sequential(new Linear(4, 16), new Relu(), new Dropout(0.5), new Linear(16, 3)), ["batch", 4]);

        Assert.Equal(["x", "Linear", "Linear", "output"], layers.Select(layer => layer.Heading));
        Assert.Equal(["4", "16", "3", ""], layers.Select(layer => layer.ShapeText));
        Assert.Equal([0, 4 * 16 + 16, 16 * 3 + 3, 0], layers.Select(layer => layer.Parameters));
        Assert.Equal(["Relu", "Dropout"], layers[1].Then);
    }

    // Stages of two blocks (He et al., 2015), of 64 to 512 channels at a quarter to a thirty-second of the size.
    [Fact]
    public void Equal_blocks_of_a_residual_network_are_one_box()
    {
        var network = ResNet.ResNet18(1000);
        var layers = Of(network, ["batch", 3, 64, 64]);

        Assert.Equal(4, layers.Count(layer => layer.Heading == "2 × BasicBlock"));
        Assert.Equal(
            ["64 × 16 × 16", "128 × 8 × 8", "256 × 4 × 4", "512 × 2 × 2"],
            layers.Where(layer => layer.Times == 2).Select(layer => layer.ShapeText));
        Assert.Equal(11_689_512, layers.Sum(layer => layer.Parameters));
        Assert.Contains(layers, layer => layer.Heading == "Conv2d 7 × 7");
        Assert.InRange(layers.Count, 8, 11);
    }

    // That of VGG-11, of layers that others have too, has 130 million parameters: a second each time they are drawn.
    public static TheoryData<string> Networks => [.. ImageNetworks.Names.Where(name => name != "vgg11")];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_parameter_of_a_network_is_in_a_box_and_the_drawing_has_all_boxes(string name)
    {
        var model = new Model(ImageNetworks.Create(name, 3, 10, 32, 32), Value.Input("x", ElementType.Float32, ["batch", 3, 32, 32]));
        var layers = NetworkOutline.Of(model);

        Assert.Equal(model.ParameterCount, layers.Sum(layer => layer.Parameters));
        Assert.InRange(layers.Count, 3, 40);
        var drawing = Drawing(model);
        Assert.Equal(layers.Count, drawing.Descendants("rect").Count());
        Assert.Equal(layers.Sum(layer => layer.From.Count), drawing.Descendants("polyline").Count());
    }

    [Fact]
    public void Inputs_stand_beside_each_other_until_they_meet()
    {
        var model = new Model(
            new Two(), Value.Input("a", ElementType.Float32, ["batch", 5]), Value.Input("b <&>", ElementType.Float32, ["batch", 7]));
        var drawing = Drawing(model);

        var boxes = drawing.Descendants("rect").Select(rect => (X: (double)rect.Attribute("x")!, Y: (double)rect.Attribute("y")!)).ToList();
        Assert.Equal(boxes[0].Y, boxes[1].Y);
        Assert.True(boxes[0].X < boxes[1].X);
        Assert.Contains(drawing.Descendants("text"), text => text.Value == "b <&>");
    }

    private static IReadOnlyList<DrawnLayer> Of(Module network, Shape shape) =>
        NetworkOutline.Of(new(network, Value.Input("x", ElementType.Float32, shape)));

    private static XElement Drawing(Model model) =>
        XElement.Parse(new TrainingReport("drawing") { Model = model }.ToHtml()["<!DOCTYPE html>".Length..])
            .Descendants("svg").Single(svg => svg.Element("title")?.Value == "Layers of the network");

    private sealed class Two : Module
    {
        private readonly Linear _first = new(5, 3), _second = new(7, 3), _head = new(6, 2);

        public override Value Forward(params Value[] inputs) =>
            Value.Concat(1, [inputs[0].Apply(_first), inputs[1].Apply(_second)]).Apply(_head);
    }
}
