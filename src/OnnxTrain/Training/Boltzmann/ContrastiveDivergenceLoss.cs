namespace OnnxTrain;

/// <summary>
/// Trains a <see cref="RestrictedBoltzmannMachine"/> on its own input by contrastive divergence, CD-k (Hinton, 2002). The gradient is that
/// of the mean of F(v) − F(vₖ), with vₖ, the result of k steps of Gibbs sampling, held constant: an estimate of the gradient of −ln p(v).
/// The value of that difference says little, so the reported loss is the mean squared error of the reconstruction, as in
/// <see cref="MseLoss"/>. The model is one of the machine; the data are <see cref="Autoencoding.AsAutoencoding"/>, numbers from 0 to 1.
/// </summary>
public sealed class ContrastiveDivergenceLoss : Loss, IStatefulLoss
{
    private readonly RestrictedBoltzmannMachine _machine;
    private readonly int _steps;
    private readonly List<VariableBlock> _chains = [];
    private Assignment[] _updates = [];

    /// <summary>CD-k.</summary>
    /// <param name="machine">The machine of the model.</param>
    /// <param name="steps">k, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public ContrastiveDivergenceLoss(RestrictedBoltzmannMachine machine, int steps = 1)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (_machine, _steps) = (machine, steps);
    }

    /// <summary>
    /// The number of chains of persistent contrastive divergence (Tieleman, 2008). They start anywhere, advance by k steps in each training
    /// step, and give vₖ. 0, the default, starts the chains at the data. The loss keeps the chains between steps and between fits.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int PersistentChains
    {
        get;
        init =>
            field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(PersistentChains), value, "Must be 0 or more.");
    }

    /// <summary>
    /// Whether vₖ are the last probabilities instead of units sampled from them. This gives less noise, but not quite the machine's
    /// distribution (Hinton, 2010, section 3.2).
    /// </summary>
    public bool UsesProbabilities { get; init; }

    IReadOnlyList<VariableBlock> IStatefulLoss.State => _chains;

    IReadOnlyList<Assignment> IStatefulLoss.Updates => _updates;

    /// <summary>The clean input: the type of the reconstruction.</summary>
    public override TensorType TargetType(TensorType output) => output;

    /// <summary>The mean squared error of the reconstruction, with the gradient of contrastive divergence.</summary>
    /// <param name="output">The machine's reconstruction, [batch, visible].</param>
    /// <param name="target">The data v, [batch, visible].</param>
    /// <exception cref="ShapeException">The shapes differ, or are not those of the machine's visible units.</exception>
    public override Value Of(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Rank != 2 || target.Shape[1] != _machine.Weight.Shape[1])
            throw new ShapeException(
                $"{nameof(ContrastiveDivergenceLoss)}: the data are {target.Type}; the machine has {_machine.Weight.Shape[1]} visible "
                    + $"units and takes [batch, {_machine.Weight.Shape[1]}].");
        var error = new MseLoss().Of(output, target).StopGradient();
        var field = _machine.HiddenField(target);
        var (probabilities, sample) = _machine.GibbsFrom(PersistentChains == 0 ? field : _machine.HiddenField(Chains(target)), _steps);
        if (PersistentChains > 0)
            _updates = [new(Chains(target), sample)];
        var difference =
            _machine.FreeEnergy(target, field).Mean()
            - _machine.FreeEnergy((UsesProbabilities ? probabilities : sample).StopGradient()).Mean();
        return error + (difference - difference.StopGradient());
    }

    /// <summary>The current state of the persistent chains.</summary>
    private Variable Chains(Value target)
    {
        if (_chains.Count == 0 || _chains[0].ElementType != target.ElementType)
        {
            using var scope = Trace.Typed(target.ElementType);
            var chains = new Variable("chains", [PersistentChains, target.Shape[1]], Initializer.Uniform(0, 1), isTrainable: false);
            _ = chains.ToValue();
            _chains.Clear();
            _chains.Add(new("chains", [chains], target.ElementType));
            chains.Initialize(seed: 0, stream: 0);
        }

        return _chains[0].Variables[0];
    }
}
