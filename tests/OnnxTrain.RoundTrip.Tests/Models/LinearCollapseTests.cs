using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Ops;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>A stack of linear layers is one linear layer, and may be written as one.</summary>
public class LinearCollapseTests
{
    private static readonly ExportOptions Collapse = new() { CollapseLinear = true, IncludeLogits = true };
    private static readonly Dataset Points = new(
        Tensor.Create([.. Enumerable.Range(0, 40 * 6).Select(i => MathF.Sin(i * 1.7f) * 2)], [40, 6]),
        [.. Enumerable.Range(0, 40).Select(i => i % 3)],
        3);

    [Fact]
    public void Layers_with_nothing_between_them_become_one()
    {
        var model = Classifier(new Linear(6, 20), new Linear(20, 5, bias: false), new Linear(5, 30), new Linear(30, 3));
        Assert.Equal(["Gemm"], Gemms(model));
        Assert.Equal([3, 6], model.ToOnnx(Collapse).Graph.Initializer.Single(t => t.Dims.Count == 2).Dims.Select(d => (int)d));
        Verify(model);
    }

    [Fact]
    public void Dropout_between_them_is_nothing() =>
        Assert.Single(Gemms(Verify(Classifier(new Linear(6, 20), new Dropout(0.5), new Identity(), new Linear(20, 3)))));

    [Fact]
    public void An_activation_keeps_them_apart()
    {
        var model = Verify(Classifier(new Linear(6, 8), new Linear(8, 8), new Tanh(), new Linear(8, 8), new Linear(8, 3)));
        Assert.Equal(2, Gemms(model).Length);
    }

    [Fact]
    public void A_layer_that_is_read_twice_stays()
    {
        var model = Verify(Classifier(new TwoReaders()));
        Assert.Equal(3, Gemms(model).Length);
    }

    [Fact]
    public void The_output_of_a_layer_that_the_file_yields_stays()
    {
        // The logits of the file are those of the stack, and what is made of them comes after.
        var model = Verify(Classifier(new Linear(6, 4), new Linear(4, 3)));
        Assert.Equal(["label", "logits", "probabilities"], model.ToOnnx(Collapse).Graph.Output.Select(o => o.Name).Order());
    }

    [Fact]
    public void It_is_not_done_unasked() =>
        Assert.Equal(2, Classifier(new Linear(6, 4), new Linear(4, 3)).ToOnnx().Graph.Node.Count(n => n.OpType == "Gemm"));

    [Fact]
    public void In_float64_the_one_layer_is_the_stack_to_the_last_digits()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 6]);
        var model = new Model(new Sequential(new Linear(6, 50), new Linear(50, 7, bias: false), new Linear(7, 4)), x);
        var rewrite = new GraphRewrite(new([x], [model.InferenceOutput]), new LinearCollapsePass());
        using var f = new Function([x], [model.Output, .. rewrite.Graph.Fetches]);
        var rows = f.Run(Tensor.Create([.. Enumerable.Range(0, 60).Select(i => Math.Sin(i * 1.7))], [10, 6]));
        Assert.All(rows[0].ToArray().Zip(rows[1].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-14));

        using var session = new OnnxSession(model.ToOnnx(new() { CollapseLinear = true }));
        var want = new Nd([10, 4], rows[0].ToArray());
        Assert.InRange(
            OpRun.Difference([want], session.Run([x], [new([10, 6], [.. Enumerable.Range(0, 60).Select(i => Math.Sin(i * 1.7))])])),
            0, 1e-14);
    }

    private static Model Classifier(params Module[] layers)
    {
        var model = Model.Classifier(new Sequential(layers), Value.Input("x", ElementType.Float32, ["batch", 6]), 3);
        using var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = 3 });
        trainer.Fit(Points, epochs: 3);
        return model;
    }

    private static string[] Gemms(Model model) =>
        [.. model.ToOnnx(Collapse).Graph.Node.Select(n => n.OpType).Where(t => t is "Gemm" or "MatMul")];

    private static Model Verify(Model model)
    {
        var report = OnnxAssert.Equivalent(model, Points, export: Collapse);
        Assert.InRange(report.LargestAbsolute, 0, 1e-5);
        return model;
    }

    private sealed class TwoReaders : Module
    {
        private readonly Linear _shared = new(6, 8), _left = new(8, 3), _right = new(8, 3);

        public override Value Forward(Value x)
        {
            x = x.Apply(_shared);
            return x.Apply(_left).Tanh() + x.Apply(_right);
        }
    }
}
