using System.Numerics.Tensors;
using OnnxTrain.Tests.Training;

namespace OnnxTrain.Tests.Layers;

/// <summary>The machine's formulas and draws against sums over all of its states.</summary>
public sealed class RestrictedBoltzmannMachineTests
{
    private static readonly double[] Weight = [1.2, -0.7, 0.4, -1.5, 0.9, 0.3], VisibleBias = [0.2, -0.4, 0.6], HiddenBias = [-0.3, 0.5];

    private static readonly TinyMachine Exact = new(Weight, VisibleBias, HiddenBias);

    private readonly RestrictedBoltzmannMachine _machine = new(3, 2);

    private readonly Model _model;

    public RestrictedBoltzmannMachineTests()
    {
        _model = new(_machine, Value.Input("v", ElementType.Float64, ["batch", 3]));
        _machine.Weight.Assign<double>(Weight);
        _machine.VisibleBias.Assign<double>(VisibleBias);
        _machine.HiddenBias.Assign<double>(HiddenBias);
    }

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_the_field() =>
        Assert.Equal(
            ["weight: float64[2, 3]", "hidden_bias: float64[2]", "visible_bias: float64[3]"],
            _model.Parameters.Select(p => p.ToString()));

    [Fact]
    public void Conditional_probabilities_are_those_of_the_joint_distribution()
    {
        Assert.All(TinyMachine.States(3), v => Close(Exact.HiddenGiven(v), Run(_machine.HiddenProbabilities, v)));
        Assert.All(TinyMachine.States(2), h => Close(Exact.VisibleGiven(h), Run(_machine.VisibleProbabilities, h)));
        Assert.All(TinyMachine.States(3), v => Close(Run(_machine.VisibleProbabilities, Exact.HiddenGiven(v)), Run(_machine.Forward, v)));
    }

    [Fact]
    public void The_free_energy_is_the_logarithm_of_the_sum_over_hidden_states() =>
        Assert.All(TinyMachine.States(3), v => Close([-Math.Log(Exact.Unnormalized(v))], Run(_machine.FreeEnergy, v)));

    [Fact]
    public void Halves_are_models_of_their_own_with_the_same_values()
    {
        var encoder = Model.Copy(_machine.Encoder, Value.Input("v", ElementType.Float64, ["batch", 3]));
        var decoder = Model.Copy(_machine.Decoder, Value.Input("h", ElementType.Float64, ["batch", 2]));
        Assert.Equal(["weight", "hidden_bias"], encoder.Parameters.Select(p => p.Name));
        Assert.Equal(["weight", "visible_bias"], decoder.Parameters.Select(p => p.Name));
        using var encode = new Function(encoder.Inputs, [encoder.Output]);
        using var decode = new Function(decoder.Inputs, [decoder.Output]);
        Close(Exact.HiddenGiven([1, 0, 1]), encode.Run(Tensor.Create([1.0, 0, 1], [1, 3]))[0].ToArray());
        Close(Exact.VisibleGiven([0, 1]), decode.Run(Tensor.Create([0.0, 1], [1, 2]))[0].ToArray());
    }

    [Fact]
    public void A_copy_is_not_the_first()
    {
        var encoder = Model.Copy(_machine.Encoder, Value.Input("v", ElementType.Float64, ["batch", 3]));
        encoder.Parameters[0].Assign<double>([9, 9, 9, 9, 9, 9]);
        Assert.Equal(Weight, _machine.Weight.ToTensor<double>().ToArray());
        var message = Assert
            .Throws<InvalidOperationException>(() => Model.Copy(new Linear(2, 2), Value.Input("x", ElementType.Float32, ["batch", 2])))
            .Message;
        Assert.Contains("create a Model of its module first", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_chains_of_Gibbs_sampling_draw_from_the_machine()
    {
        const int chains = 10_000;
        using var sampler = new GibbsSampler(_machine) { Seed = 5 };
        var (visible, probabilities) = sampler.Run(Tensor.Create(new double[chains * 3], [chains, 3]), steps: 10);
        var counts = new double[8];
        for (var row = 0; row < chains; row++) counts[(int)(visible[row, 0] + (2 * visible[row, 1]) + (4 * visible[row, 2]))]++;

        // five standard deviations of a share
        var exact = Exact.Distribution();
        for (var state = 0; state < 8; state++)
            Assert.Equal(exact[state], counts[state] / chains, 5 * Math.Sqrt(exact[state] * (1 - exact[state]) / chains));
        Assert.All(probabilities.ToArray(), p => Assert.InRange(p, 1e-6, 1 - 1e-6));
    }

    [Fact]
    public void One_Gibbs_step_from_a_state_has_the_exact_chances()
    {
        const int chains = 10_000;
        using var sampler = new GibbsSampler(_machine) { Seed = 6 };
        var start = Enumerable.Range(0, chains).SelectMany(_ => (double[])[1, 0, 0]).ToArray();
        var visible = sampler.Run(Tensor.Create(start, [chains, 3]), steps: 1).Visible;
        foreach (var to in TinyMachine.States(3))
        {
            var share =
                Enumerable.Range(0, chains).Count(row => visible[row, 0] == to[0] && visible[row, 1] == to[1] && visible[row, 2] == to[2])
                / (double)chains;
            var exact = Exact.Transition([1, 0, 0], to);
            Assert.Equal(exact, share, 5 * Math.Sqrt(exact * (1 - exact) / chains));
        }
    }

    [Fact]
    public void A_sampler_is_settled_by_its_seed_and_goes_on()
    {
        var start = Tensor.Create(new double[300], [100, 3]);
        using GibbsSampler a = new(_machine) { Seed = 1 }, b = new(_machine) { Seed = 1 }, other = new(_machine) { Seed = 2 };
        var first = a.Run(start, 3).Visible.ToArray();
        Assert.Equal(first, b.Run(start, 3).Visible.ToArray());
        Assert.NotEqual(first, a.Run(start, 3).Visible.ToArray());
        Assert.NotEqual(first, other.Run(start, 3).Visible.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        using var sampler = new GibbsSampler(_machine);
        Assert.Contains(
            "[chains, 3]",
            Assert.Throws<ArgumentException>(() => sampler.Run(Tensor.Create(new double[4], [1, 4]), 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Run(Tensor.Create(new double[3], [1, 3]), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RestrictedBoltzmannMachine(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RestrictedBoltzmannMachine(2, 0));
        Assert.Contains("[2, 3]", Assert.Throws<ShapeException>(() => _machine.CopyEncoderTo(new(2, 3))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no bias",
            Assert.Throws<ShapeException>(() => _machine.CopyDecoderTo(new(2, 3, bias: false))).Message,
            StringComparison.Ordinal);
    }

    private static double[] Run(Func<Value, Value> f, double[] row)
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", row.Length]);
        using var function = new Function([x], [f(x)]);
        return function.Run(Tensor.Create(row, [1, row.Length]))[0].ToArray();
    }

    private static void Close(double[] expected, double[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < got.Length; i++) Assert.Equal(expected[i], got[i], 1e-14);
    }
}
