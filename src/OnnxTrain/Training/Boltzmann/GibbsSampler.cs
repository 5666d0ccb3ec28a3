using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Samples from a <see cref="RestrictedBoltzmannMachine"/> by Gibbs sampling, with its weights at the time of the call. The same seed and
/// the same calls give the same samples.
/// </summary>
public sealed class GibbsSampler : IDisposable
{
    private readonly Value _start;
    private readonly Value _probabilities;
    private readonly Value _visible;
    private readonly StepState _state = new();
    private readonly PlanCache _plans;
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>A sampler of <paramref name="machine"/>.</summary>
    /// <param name="machine">A machine that belongs to a model.</param>
    public GibbsSampler(RestrictedBoltzmannMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _start = Value.Input("visible", machine.Weight.ElementType, ["batch", machine.Weight.Shape[1]]);
        (_probabilities, _visible) = machine.Gibbs(_start, steps: 1);
        _plans = new(new([_start], [_probabilities, _visible]), _state);
    }

    /// <summary>The seed of the random numbers.</summary>
    public ulong Seed { get => _state.Seed; init => _state.Seed = value; }

    /// <summary>Advances the chains, one per row.</summary>
    /// <typeparam name="T">float or double, as the machine's weights are.</typeparam>
    /// <param name="start">The start of the chains, [chains, visible]: 0 and 1, or probabilities of 1.</param>
    /// <param name="steps">How many times both layers are sampled, at least 1.</param>
    /// <returns>The last samples v, and the probabilities of 1 that they were drawn from, which look smoother. Both [chains,
    /// visible].</returns>
    /// <exception cref="ArgumentException">The shape does not fit the machine.</exception>
    /// <exception cref="ObjectDisposedException">The sampler is disposed.</exception>
    public (Tensor<T> Visible, Tensor<T> Probabilities) Run<T>(Tensor<T> start, int steps)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (start.Rank != 2 || start.Lengths[0] == 0 || start.Lengths[1] != _start.Shape[1].Size)
            throw new ArgumentException(
                $"The chains begin at [{string.Join(", ", start.Lengths.ToArray())}]; the machine has {_start.Shape[1]} visible units "
                    + $"and takes [chains, {_start.Shape[1]}].",
                nameof(start));
        using var turn = _gate.EnterScope();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var plan = _plans.For(new Dictionary<string, long> { ["batch"] = start.Lengths[0] });
        start.FlattenTo(plan.Elements<T>(_start));
        for (var step = 0; step < steps; step++)
        {
            if (step > 0) plan.Elements<T>(_visible).CopyTo(plan.Elements<T>(_start));
            plan.Run();
            _state.Step++;
        }

        return (Fetch<T>(plan, _visible), Fetch<T>(plan, _probabilities));
    }

    /// <summary>Frees the buffers, after the current run if there is one. The machine is not disposed.</summary>
    public void Dispose()
    {
        using var turn = _gate.EnterScope();
        _isDisposed = true;
        _plans.Dispose();
    }

    private static Tensor<T> Fetch<T>(Plan plan, Value value)
        where T : unmanaged =>
        Tensor.Create(plan.Elements<T>(value).ToArray(), Array.ConvertAll(plan.Type(value).Shape.Sizes(), size => (nint)size));
}
