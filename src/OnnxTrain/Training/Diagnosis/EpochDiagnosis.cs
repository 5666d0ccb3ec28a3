using System.Numerics;

namespace OnnxTrain;

/// <summary>Adds the diagnosis of parameters and units to the result of an epoch.</summary>
internal sealed class EpochDiagnosis<T>(Model model, TrainingStep<T> step, IStepEngine? engine) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DeadUnitCounter<T> _units = new(model, engine);

    /// <summary>The result with its diagnosis; without norms if the epoch was stopped before its last step.</summary>
    public EpochResult Of(EpochResult epoch, IRowSource rows) => epoch with { Layers = Layers(), Units = _units.Count(rows) };

    public void Dispose() => _units.Dispose();

    private IReadOnlyList<LayerDiagnosis> Layers()
    {
        if (!step.WasDiagnosed)
            return [];
        ReadOnlySpan<double> gradients = step.Norms(n => n.Gradients),
            weights = step.Norms(n => n.Weights),
            updates = step.Norms(n => n.Updates);
        var layers = new LayerDiagnosis[gradients.Length];
        for (var i = 0; i < layers.Length; i++)
            layers[i] = new(step.Diagnosed[i].Name, gradients[i], weights[i], weights[i] > 0 ? updates[i] / weights[i] : null);
        return layers;
    }
}
