namespace OnnxTrain;

/// <summary>
/// A training step of float32 whose learning rate and counters, which the library keeps in float64, are float32 too: runtimes for browsers,
/// phones and GPUs often lack float64.
/// </summary>
internal sealed class NarrowStep : IDisposable
{
    private readonly VariableBlock? _counters;

    /// <param name="step">The step.</param>
    /// <param name="rate">Its learning rate.</param>
    public NarrowStep(Graph step, Value rate)
    {
        Rate = Value.Input(((InputValue)rate).Name, ElementType.Float32, []);
        var replaced = new Dictionary<Value, Value> { [rate] = Rate };
        var counters = step.Updates.Select(u => u.Variable).Where(v => v.ElementType == ElementType.Float64).ToDictionary(v => v, Narrow);
        foreach (var (wide, narrow) in counters) replaced[wide.ToValue()] = narrow.ToValue();
        if (counters.Count > 0)
        {
            _counters = new("counters", [.. counters.Values], ElementType.Float32);
            foreach (var (wide, narrow) in counters)
                narrow.Assign<float>(Array.ConvertAll(wide.Elements<double>().ToArray(), x => (float)x));
        }

        var substitution = Rewrite(step, replaced);
        Graph = new(
            [.. step.Feeds.Select(feed => feed == rate ? Rate : feed)],
            [.. step.Fetches.Select(substitution.Of)],
            [.. step.Updates.Select(u => new Assignment(counters.GetValueOrDefault(u.Variable, u.Variable), substitution.Of(u.NewValue)))]);
    }

    /// <summary>The step.</summary>
    public Graph Graph { get; }

    /// <summary>Its learning rate: float32, a scalar.</summary>
    public Value Rate { get; }

    public void Dispose() => _counters?.Dispose();

    /// <exception cref="ExportException">An operator takes float64 of another origin together with what is narrowed.</exception>
    private static Substitution Rewrite(Graph step, Dictionary<Value, Value> replaced)
    {
        try
        {
            return new(step, replaced, besides: Narrow);
        }
        catch (ShapeException e)
        {
            throw new ExportException(
                $"The learning rate and what the optimizer counts cannot be float32 in this step: {e.Message} "
                    + "TrainingExportOptions.Float64Counters = true leaves them as they are.",
                e);
        }
    }

    /// <summary>A constant beside narrowed values.</summary>
    private static Value Narrow(Value value) => value is ConstantValue { Tensor.Elements: double[] elements }
        ? Value.Constant<float>(Array.ConvertAll(elements, x => (float)x), value.Shape)
        : value;

    private static Variable Narrow(Variable wide)
    {
        using var scope = Scope.Typed(ElementType.Float32);
        var narrow = new Variable(wide.Name, wide.Shape, Initializer.Zeros, isTrainable: false);
        _ = narrow.ToValue();
        return narrow;
    }
}
