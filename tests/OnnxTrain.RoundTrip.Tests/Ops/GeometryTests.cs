using OnnxTrain.Benchmarks.Geometry;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>
/// Windows, padding and resizing at random, the same cases each time: the library, ONNX Runtime and plain loops agree on the result and on
/// the gradients by all inputs, or the library refuses what PyTorch refuses. The command <c>geometry</c> of the benchmarks tries as many as
/// one likes.
/// </summary>
public class GeometryTests
{
    private const int Cases = 480;

    [Theory, InlineData(false), InlineData(true)]
    public void Library_file_and_loops_agree(bool isNamed)
    {
        List<string> mismatches = [];
        var agreed = 0;
        for (var index = 0; index < Cases; index++)
        {
            var geometry = GeometryDraw.Of(seed: 7, index);
            if (GeometryCheck.Mismatch(geometry, isNamed, index, out var outcome) is { } text) mismatches.Add($"{geometry}: {text}");
            if (outcome == GeometryOutcome.Agreed) agreed++;
        }

        Assert.Empty(mismatches);
        Assert.InRange(agreed, isNamed ? Cases / 4 : Cases / 2, Cases);
    }

    [Fact]
    public void Dilated_window_of_ceil_mode_reaches_behind_the_image_by_more_than_its_taps()
    {
        float[] image = [.. Enumerable.Range(0, 49).Select(i => (float)i)];
        var x = Value.Input("x", ElementType.Float32, [1, 1, 7, 7]);
        Same(
            [.. from row in (int[])[2, 5, 6] from column in (int[])[2, 5, 6] select (float)((row * 7) + column)],
            x, x.MaxPool(2, stride: 3, dilation: 2, ceilMode: true), image);
    }

    /// <summary>PyTorch 2: <c>Upsample(scale_factor=0.4)(torch.arange(8.).view(1, 1, 8))</c> is 0, 2, 5.</summary>
    [Fact]
    public void Nearest_elements_are_those_of_PyTorch()
    {
        var x = Value.Input("x", ElementType.Float32, [1, 1, 8]);
        Same([0, 2, 5], x, new Upsample(0.4).Forward(x), [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    [Fact]
    public void Output_padding_may_reach_the_dilation()
    {
        var x = Value.Input("x", ElementType.Float32, [1, 1, 5, 5]);
        var ones = Value.Constant<float>([1, 1, 1, 1], [1, 1, 2, 2]);
        Same([2, 2, 2, 2], x, x.ConvTranspose(ones, padding: 3, outputPadding: 1, dilation: 2), [.. Enumerable.Repeat(0.5f, 25)]);
    }

    private static void Same(float[] want, Value x, Value y, float[] data)
    {
        using var plan = new Plan(new Graph([x], [y]), new Dictionary<string, long>());
        data.CopyTo(plan.Elements<float>(x));
        plan.Run();
        Assert.Equal(want, plan.Elements<float>(y).ToArray());
        var model = GraphExporter.Write("case", [x], [("y", y)], new Graph([x], [y]).Nodes.Max(node => node.Op.MinimumOpset));
        using var session = new OnnxSession(model);
        var sizes = x.Shape.Sizes();
        var result = session.Run([x], [new(sizes, Array.ConvertAll(data, d => (double)d))])[0];
        Assert.Equal(want, Array.ConvertAll(result.Items, d => (float)d));
    }
}
