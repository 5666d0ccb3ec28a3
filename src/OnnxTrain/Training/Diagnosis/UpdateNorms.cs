namespace OnnxTrain;

/// <summary>
/// The norms of each parameter's gradient, weights and update, as graph. Computed in float64: squares of gradients that
/// vanish are too small for float32, and those of gradients that explode too large.
/// </summary>
internal sealed class UpdateNorms
{
    public UpdateNorms(VariableBlock block, Value gradient, Value updated)
    {
        var weights = block.Whole.ToValue().Cast(ElementType.Float64);
        Gradients = Norms(block, gradient.Cast(ElementType.Float64));
        Weights = Norms(block, weights);
        Updates = Norms(block, updated.Cast(ElementType.Float64) - weights);
    }

    /// <summary>‖g‖ [parameters].</summary>
    public Value Gradients { get; }

    /// <summary>‖p‖ before the update [parameters].</summary>
    public Value Weights { get; }

    /// <summary>‖Δp‖ [parameters].</summary>
    public Value Updates { get; }

    public Value[] Fetches => [Gradients, Weights, Updates];

    private static Value Norms(VariableBlock block, Value whole)
    {
        var norms = new Value[block.Variables.Count];
        for (var i = 0; i < norms.Length; i++)
        {
            var elements = whole.Slice(0, block.Offsets[i], block.Offsets[i] + block.Variables[i].Count);
            norms[i] = (elements * elements).Sum(keepAxes: true, 0).Sqrt();
        }

        return Value.Concat(0, norms);
    }
}
