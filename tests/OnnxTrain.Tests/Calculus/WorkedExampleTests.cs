using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Calculus;

/// <summary>
/// The 2-2-2 network that many lectures work through by hand: sigmoid units, E = Σ ½ (target − output)², one step of gradient
/// descent at rate 0.5. The biases stay as they are, as in the lectures. The numbers are theirs, to all printed digits.
/// </summary>
public sealed class WorkedExampleTests
{
    private const double Rate = 0.5;

    private readonly Network _network = new();
    private readonly Model _model;
    private readonly Value _target = Value.Input("target", ElementType.Float64, ["batch", 2]);
    private readonly Value _errors;

    public WorkedExampleTests()
    {
        _model = new(_network, Value.Input("x", ElementType.Float64, ["batch", 2]));
        _network.W1.Assign<double>([0.15, 0.20, 0.25, 0.30]);
        _network.W2.Assign<double>([0.40, 0.45, 0.50, 0.55]);
        _errors = 0.5 * (_target - _model.Output) * (_target - _model.Output);
    }

    [Fact]
    public void Forward() => AssertDigits(
        [0.593269992m, 0.596884378m, 0.75136507m, 0.772928465m, 0.274811083m, 0.023560026m, 0.298371109m],
        Run(_network.Hidden!, _model.Output, _errors, _errors.Sum()));

    [Fact]
    public void Backward_by_the_graph() => AssertDigits([0.082167041m], Run(Gradients.Of(_errors.Sum(), _network.W2)[0])[..1]);

    [Fact]
    public void The_factors_of_the_chain_rule_for_w5()
    {
        // ∂E/∂w₅ = ∂E/∂out_o1 · ∂out_o1/∂net_o1 · ∂net_o1/∂w₅
        var e = _errors.Sum();
        var byOutput = Run(Gradients.Of(e, _model.Output)[0])[0];
        var output = Run(_model.Output)[0];
        var hidden = Run(_network.Hidden!)[0];
        AssertDigits([0.741365070m, 0.186815602m, 0.593269992m], [byOutput, output * (1 - output), hidden]);
        AssertDigits([0.082167041m], [byOutput * output * (1 - output) * hidden]);
    }

    [Fact]
    public void The_weights_after_one_step()
    {
        var e = _errors.Sum();
        var gradients = Gradients.Of(e, _network.W1, _network.W2);
        AssertDigits(
            [0.149780716m, 0.19956143m, 0.24975114m, 0.29950229m, 0.35891648m, 0.408666186m, 0.511301270m, 0.561370121m],
            Run(_network.W1 - (Rate * gradients[0]), _network.W2 - (Rate * gradients[1])));
    }

    [Fact]
    public void Training_does_the_same_step()
    {
        using var step = new TrainingStep<double>(_model, new HalfSquares(), new Sgd(Rate));
        step.Prepare(1);
        ((double[])[0.05, 0.10]).CopyTo(step.Features(0));
        ((double[])[0.01, 0.99]).CopyTo(step.Targets);
        AssertDigits([0.298371109m], [step.Run(Rate).Loss]);
        AssertDigits(
            [0.149780716m, 0.19956143m, 0.24975114m, 0.29950229m, 0.35891648m, 0.408666186m, 0.511301270m, 0.561370121m],
            [.. _network.W1.ToTensor<double>().ToArray(), .. _network.W2.ToTensor<double>().ToArray()]);

        // From plain loops in another language, with the same biases.
        AssertDigits([0.2910277737m], Run(_errors.Sum()));
        for (var i = 1; i < 10_000; i++) step.Run(Rate);
        Assert.Equal(3.510187783e-5, Run(_errors.Sum())[0], 1e-13);
        AssertDigits([0.0159136204m, 0.9840642735m], Run(_model.Output));
    }

    private double[] Run(params Value[] outputs)
    {
        using var f = new Function([.. _model.Inputs, _target], outputs);
        return [.. f.Run(Tensor.Create([0.05, 0.10], [1, 2]), Tensor.Create([0.01, 0.99], [1, 2])).SelectMany(t => t.ToArray())];
    }

    /// <summary>Equal to every digit that is written, trailing zeros included.</summary>
    private static void AssertDigits(decimal[] want, double[] got)
    {
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++)
        {
            var unit = Math.Pow(10, -want[i].Scale);
            Assert.True(Math.Abs((double)want[i] - got[i]) <= 0.5000001 * unit, $"{want[i]} expected, {got[i]:R} found.");
        }
    }

    /// <summary>The biases are constants: the lectures' step leaves them as they are.</summary>
    private sealed class Network : Module
    {
        private readonly Variable _b1, _b2;

        public Network()
        {
            (W1, _b1) = (Parameter("w1", [2, 2], Initializer.Zeros), Buffer("b1", [2], Initializer.Constant(0.35)));
            (W2, _b2) = (Parameter("w2", [2, 2], Initializer.Zeros), Buffer("b2", [2], Initializer.Constant(0.60)));
        }

        public Variable W1 { get; }

        public Variable W2 { get; }

        public Value? Hidden { get; private set; }

        public override Value Forward(Value x)
        {
            Hidden = x.Linear(W1, _b1).Sigmoid();
            return Hidden.Linear(W2, _b2).Sigmoid();
        }
    }

    private sealed class HalfSquares : Loss
    {
        public override TensorType TargetType(TensorType output) => output;

        public override Value Of(Value output, Value target) => 0.5 * ((target - output) * (target - output)).Sum();
    }
}
