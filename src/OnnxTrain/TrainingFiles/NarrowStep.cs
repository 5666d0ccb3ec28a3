namespace OnnxTrain;

/// <summary>
/// A float32 training step whose learning rate and counters, which the library keeps in float64, are also float32: runtimes for browsers,
/// phones and GPUs often do not support float64.
/// </summary>
internal sealed class NarrowStep : IDisposable
{
    private readonly VariableBlock? _counters;

    /// <param name="step">The step.</param>
    /// <param name="rate">Its learning rate.</param>
    public NarrowStep(Graph step, Value rate)
    {
        Rate = Value.Input(((InputValue)rate).Name, ElementType.Float32, []);
        var counters = step.Updates.Select(u => u.Variable).Where(v => v.ElementType == ElementType.Float64).ToDictionary(v => v, Narrow);
        if (counters.Count > 0)
        {
            _counters = new("counters", [.. counters.Values], ElementType.Float32);
            foreach (var (wide, narrow) in counters)
                narrow.Assign<float>(Array.ConvertAll(wide.Elements<double>().ToArray(), x => (float)x));
        }

        Graph = Rewrite(step, new(rate, Rate, counters));
    }

    /// <summary>The step.</summary>
    public Graph Graph { get; }

    /// <summary>Its learning rate: float32, a scalar.</summary>
    public Value Rate { get; }

    public void Dispose() => _counters?.Dispose();

    /// <exception cref="ExportException">An operator combines other float64 values with the converted ones.</exception>
    private static Graph Rewrite(Graph step, NarrowPass pass)
    {
        try
        {
            return new GraphRewrite(step, pass).Graph;
        }
        catch (ShapeException e)
        {
            throw new ExportException(
                $"The learning rate and the optimizer's counters cannot be float32 in this step: {e.Message} "
                    + "TrainingExportOptions.Float64Counters = true keeps them in float64.",
                e);
        }
    }

    private static Variable Narrow(Variable wide)
    {
        using var scope = Trace.Typed(ElementType.Float32);
        var narrow = new Variable(wide.Name, wide.Shape, Initializer.Zeros, isTrainable: false);
        _ = narrow.ToValue();
        return narrow;
    }
}
