namespace OnnxTrain;

/// <summary>
/// An operator that is defined by a formula in other operators, with a kernel that needs fewer passes over memory. Its gradients and its
/// ONNX form are those of the formula, unless overridden.
/// </summary>
internal abstract record FormulaOp : FloatOp
{
    /// <summary>The outputs, computed from the inputs by other operators.</summary>
    protected abstract Value[] Formula(IReadOnlyList<Value> x);

    // the chain rule through the formula; each input stands for itself there, also where one was computed from another
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        Value[] x = [.. node.Inputs.Select(input => input.Identity())];
        var y = Formula(x);
        var sums = new Value?[x.Length];
        for (var i = 0; i < y.Length; i++)
        {
            if (gradients[i] is not { } g) continue;
            var parts = Gradients.Of(y[i], x, g);
            for (var k = 0; k < x.Length; k++) sums[k] = sums[k] is { } sum && parts[k] is { } part ? sum + part : sums[k] ?? parts[k];
        }

        return sums;
    }

    public override void ToOnnx(OnnxForm form) => form.Expand(Formula);

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;
}
