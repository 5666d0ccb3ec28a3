using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>A variable is one thing wherever and whenever it is used: its gradient is that of all uses, and it is in a file once.</summary>
public class VariableIdentityTests
{
    /// <summary>Orders of reading and applying one layer of W [2, 2], each computing k · W x (or Wᵀ x in places).</summary>
    private static readonly Dictionary<string, Func<Linear, Value, Value>> Uses = new()
    {
        ["read, then applied"] = (l, x) => x.MatMul(l.Weight) + x.Apply(l),
        ["applied, then read"] = (l, x) => x.Apply(l) + x.MatMul(l.Weight),
        ["read alone"] = (l, x) => x.MatMul(l.Weight),
        ["read twice"] = (l, x) => x.MatMul(l.Weight) + (x * 2).MatMul(l.Weight),
        ["applied twice"] = (l, x) => x.Apply(l).Apply(l),
        ["read, applied, read"] = (l, x) => x.MatMul(l.Weight) + x.Apply(l) + x.MatMul(l.Weight.ToValue().Transpose()),
        ["tied before its source"] = (l, x) => x.Apply(new TiedLinear(l, bias: false)) + x.Apply(l),
        ["tied after its source"] = (l, x) => x.Apply(l).Apply(new TiedLinear(l, bias: false)),
        ["tied alone"] = (l, x) => x.Apply(new TiedLinear(l, bias: false)),
        ["in a module below, then above"] = (l, x) => x.Apply(new Using(l)) + x.Apply(l),
        ["read, then in a module below"] = (l, x) => x.MatMul(l.Weight) + x.Apply(new Using(l)),
    };

    public static IEnumerable<object[]> Cases =>
        from use in Uses.Keys from backend in new[] { "native", "ONNX Runtime" } select new object[] { use, backend };

    /// <summary>
    /// The issue's own numbers: W = [1 2; 3 4], x = [1 2], target 0, squared error, rate 0.01. W ← W − rate · ∂/∂W mean((x W + W x)²) by
    /// hand.
    /// </summary>
    [Fact]
    public void Both_uses_of_a_weight_give_it_gradients()
    {
        var model = NewModel(Uses["read, then applied"]);
        Train(model, TrainingBackend.Native);
        Assert.Equal([0.76f, 1.55f, 2.55f, 3.16f], model.Parameters.Single().ToTensor<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    /// <summary>A step of descent against central differences of the loss that the library computes from weights put in.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_step_follows_the_gradient_of_all_uses(string use, string backend)
    {
        const float rate = 0.01f, h = 1e-2f;
        float[] start = [1, 2, 3, 4];
        var expected = start.Select((w, i) => w - (rate * (Loss(With(i, h)) - Loss(With(i, -h))) / (2 * h)));
        var model = NewModel(Uses[use]);
        Train(model, backend == "native" ? TrainingBackend.Native : new OrtBackend());
        Assert.EndsWith(
            use.Contains("below", StringComparison.Ordinal) ? "linear.weight" : "layer.weight", model.Parameters.Single().Name,
            StringComparison.Ordinal);
        foreach (var (e, a) in expected.Zip(model.Parameters.Single().ToTensor<float>().ToArray()))
            Assert.InRange(a, e - (2e-3 * Math.Max(1, Math.Abs(e))), e + (2e-3 * Math.Max(1, Math.Abs(e))));
        using var folder = new TemporaryFolder();
        _ = OnnxAssert.Equivalent(model, Row);
        using (var trainer = new Trainer(model, new Sgd(0.01), new MseLoss())) trainer.ExportTraining(folder["files"]);
        model.SaveWeights(folder["w.safetensors"]);
        NewModel(Uses[use]).LoadWeights(folder["w.safetensors"]);

        float[] With(int i, float by) => [.. start.Select((w, k) => k == i ? w + by : w)];

        double Loss(float[] weights)
        {
            var at = NewModel(Uses[use]);
            at.Parameters.Single().Assign<float>(weights);
            using var f = new Function(at.Inputs, [at.Output]);
            return f.Run(Row.Features[0].As<float>())[0].ToArray().Average(y => (double)y * y);
        }
    }

    /// <summary>A module that was tried out in another trace, or belongs to a part that was copied, is still one thing.</summary>
    [Fact]
    public void A_layer_that_was_tried_out_before_is_the_same_later()
    {
        var layer = new Linear(2, 2, bias: false);
        _ = Value.Input("tried", ElementType.Float32, ["batch", 2]).Apply(layer);
        _ = layer.Weight.ToValue();
        var model = new Model(new Holder(layer, Uses["read, then applied"]), Value.Input("x", ElementType.Float64, ["batch", 2]));
        Assert.Equal(ElementType.Float64, model.Parameters.Single().ElementType);
        using var f = new Function(model.Inputs, [model.Output]);
        model.Parameters.Single().Assign<double>([1, 2, 3, 4]);
        Assert.Equal([7d + 5, 10 + 11], f.Run(Tensor.Create([1d, 2], [1, 2]))[0].ToArray());
    }

    private static Dataset Row => new(Tensor.Create([1f, 2], [1, 2]), Tensor.Create([0f, 0], [1, 2]));

    private static Model NewModel(Func<Linear, Value, Value> use)
    {
        var model = new Model(new Holder(new(2, 2, bias: false), use), Value.Input("x", ElementType.Float32, ["batch", 2]));
        model.Parameters.Single().Assign<float>([1, 2, 3, 4]);
        return model;
    }

    private static void Train(Model model, TrainingBackend backend)
    {
        using var trainer = new Trainer(model, new Sgd(0.01), new MseLoss(), new() { Backend = backend });
        trainer.Fit(Row, epochs: 1);
    }

    private sealed class Holder(Linear layer, Func<Linear, Value, Value> use) : Module
    {
        public override Value Forward(Value x) => use(layer, x);
    }

    private sealed class Using(Linear linear) : Module
    {
        public override Value Forward(Value x) => x.Apply(linear);
    }
}
