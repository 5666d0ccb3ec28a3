namespace OnnxTrain;

/// <summary>
/// Binary units in two layers, visible v and hidden h, with the energy E(v, h) = −b · v − c · h − h · W v and the probability
/// p(v, h) = e^−E / Z (Smolensky, 1986; Hinton, 2002, "Training products of experts by minimizing contrastive divergence"). Given one
/// layer the units of the other are independent: p(hⱼ = 1 | v) = σ(cⱼ + Wⱼ · v) and p(vᵢ = 1 | h) = σ(bᵢ + (Wᵀh)ᵢ). As a module it yields
/// the mean-field reconstruction of its input; train it with <see cref="ContrastiveDivergenceLoss"/>.
/// </summary>
public sealed class RestrictedBoltzmannMachine : Module
{
    /// <summary>Creates a machine with zero biases.</summary>
    /// <param name="visible">The number of visible units.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <param name="initializer">The initializer of the weights; by default normal with standard deviation 0.01 (Hinton, 2010, "A practical
    /// guide to training restricted Boltzmann machines").</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public RestrictedBoltzmannMachine(int visible, int hidden, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(visible, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        Weight = Parameter("weight", [hidden, visible], initializer ?? Initializer.Normal(0, 0.01));
        VisibleBias = Parameter("visible_bias", [visible], Initializer.Zeros);
        HiddenBias = Parameter("hidden_bias", [hidden], Initializer.Zeros);
        (Encoder, Decoder) = (new Half(HiddenProbabilities), new Half(VisibleProbabilities));
    }

    /// <summary>W, [hidden, visible].</summary>
    public Variable Weight { get; }

    /// <summary>b, [visible].</summary>
    public Variable VisibleBias { get; }

    /// <summary>c, [hidden].</summary>
    public Variable HiddenBias { get; }

    /// <summary>v ↦ p(h = 1 | v), for <see cref="Model.Copy"/>: [batch, hidden] for [batch, visible].</summary>
    public Module Encoder { get; }

    /// <summary>h ↦ p(v = 1 | h), for <see cref="Model.Copy"/>: [batch, visible] for [batch, hidden].</summary>
    public Module Decoder { get; }

    /// <summary>p(v' = 1 | h = p(h = 1 | v)), [batch, visible]: encoded and decoded without sampling.</summary>
    public override Value Forward(Value x) => VisibleProbabilities(HiddenProbabilities(x));

    /// <summary>p(h = 1 | v) = σ(c + W v).</summary>
    /// <param name="visible">v, [batch, visible]: 0 and 1, or probabilities of 1.</param>
    /// <returns>[batch, hidden].</returns>
    public Value HiddenProbabilities(Value visible) => HiddenField(visible).Sigmoid();

    /// <summary>p(v = 1 | h) = σ(b + Wᵀ h).</summary>
    /// <param name="hidden">h, [batch, hidden]: 0 and 1, or probabilities of 1.</param>
    /// <returns>[batch, visible].</returns>
    public Value VisibleProbabilities(Value hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        return (hidden.MatMul(Weight) + VisibleBias).Sigmoid();
    }

    /// <summary>F(v) = −ln Σₕ e^−E(v, h) = −b · v − Σⱼ softplus(cⱼ + Wⱼ · v), so that p(v) = e^−F(v) / Z.</summary>
    /// <param name="visible">v, [batch, visible].</param>
    /// <returns>[batch].</returns>
    public Value FreeEnergy(Value visible) => FreeEnergy(visible, HiddenField(visible));

    /// <summary>Gibbs sampling: steps of h ~ p(h | v), v ~ p(v | h), with new random numbers in each step of the graph.</summary>
    /// <param name="visible">The start of the chains, [batch, visible].</param>
    /// <param name="steps">How many times both layers are sampled, at least 1.</param>
    /// <returns>The last p(v = 1 | h) and v drawn from it, both [batch, visible].</returns>
    public (Value Probabilities, Value Visible) Gibbs(Value visible, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return GibbsFrom(HiddenField(visible), steps);
    }

    /// <summary>
    /// Copies the machine's weights to a linear layer that is followed by a sigmoid, which then computes p(h = 1 | v): pretraining (Hinton,
    /// Osindero and Teh, 2006).
    /// </summary>
    /// <param name="layer">From the visible to the hidden units, with a bias; it belongs to a model.</param>
    /// <exception cref="ShapeException">The layer has other sizes or no bias.</exception>
    public void CopyEncoderTo(Linear layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Require(layer, Weight.Shape, "encoder");
        layer.Weight.AssignNumbers(Weight.Numbers());
        layer.Bias!.AssignNumbers(HiddenBias.Numbers());
    }

    /// <summary>Copies the transposed weights to a linear layer that is followed by a sigmoid, which then computes p(v = 1 | h).</summary>
    /// <param name="layer">From the hidden to the visible units, with a bias; it belongs to a model.</param>
    /// <exception cref="ShapeException">The layer has other sizes or no bias.</exception>
    public void CopyDecoderTo(Linear layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Require(layer, [Weight.Shape[1], Weight.Shape[0]], "decoder");
        var (hidden, visible) = ((int)Weight.Shape[0].Size, (int)Weight.Shape[1].Size);
        var (weight, transposed) = (Weight.Numbers(), new double[Weight.Count]);
        for (var j = 0; j < hidden; j++)
        {
            for (var i = 0; i < visible; i++) transposed[(i * hidden) + j] = weight[(j * visible) + i];
        }

        layer.Weight.AssignNumbers(transposed);
        layer.Bias!.AssignNumbers(VisibleBias.Numbers());
    }

    /// <summary>c + W v, from which p(h = 1 | v), the free energy and Gibbs samples are computed: [batch, hidden].</summary>
    internal Value HiddenField(Value visible)
    {
        ArgumentNullException.ThrowIfNull(visible);
        return visible.Linear(Weight, HiddenBias);
    }

    /// <summary>F(v), given the result of <see cref="HiddenField"/> for v.</summary>
    internal Value FreeEnergy(Value visible, Value hiddenField) => -((visible * VisibleBias).Sum(1) + hiddenField.Softplus().Sum(1));

    /// <summary>Gibbs sampling that starts from the result of <see cref="HiddenField"/>.</summary>
    internal (Value Probabilities, Value Visible) GibbsFrom(Value hiddenField, int steps)
    {
        for (var step = 1; ; step++)
        {
            var probabilities = VisibleProbabilities(hiddenField.Sigmoid().Bernoulli());
            var visible = probabilities.Bernoulli();
            if (step == steps) return (probabilities, visible);
            hiddenField = HiddenField(visible);
        }
    }

    private static void Require(Linear layer, Shape weight, string half)
    {
        if (!layer.Weight.Shape.Equals(weight) || layer.Bias is null)
            throw new ShapeException(
                $"The {half} of the machine is a linear layer of weight {weight} with a bias; the layer has the weight "
                    + $"{layer.Weight.Shape} and {(layer.Bias is null ? "no" : "a")} bias.");
    }

    /// <summary>One direction of the machine, with the machine's own variables.</summary>
    private sealed class Half(Func<Value, Value> compute) : Module
    {
        public override Value Forward(Value x) => compute(x);
    }
}
