namespace OnnxTrain;

/// <summary>
/// The norms of the gradient, the weights and the update of each trained parameter, as a graph. Computed in float64, since squares of
/// vanishing gradients are too small for float32, and squares of exploding gradients too large.
/// </summary>
internal sealed class UpdateNorms
{
    public UpdateNorms(ParameterUpdate update)
    {
        Parameters = update.Trained;
        Gradients = Norms(p => Wide(update.GradientOf(p)));
        Weights = Norms(p => Wide(p.ToValue()));
        Updates = Norms(p => Wide(update.UpdatedOf(p)) - Wide(p.ToValue()));
    }

    /// <summary>The parameters, in the order of the norms.</summary>
    public IReadOnlyList<Variable> Parameters { get; }

    /// <summary>‖g‖ [parameters].</summary>
    public Value Gradients { get; }

    /// <summary>‖p‖ before the update [parameters].</summary>
    public Value Weights { get; }

    /// <summary>‖Δp‖ [parameters].</summary>
    public Value Updates { get; }

    public Value[] Fetches => [Gradients, Weights, Updates];

    private Value Norms(Func<Variable, Value> elements) => Value.Concat(0, [.. Parameters.Select(p => Norm(elements(p)))]);

    private static Value Norm(Value x) => (x * x).Sum().Sqrt().Reshape([1]);

    private static Value Wide(Value x) => x.Cast(ElementType.Float64);
}
