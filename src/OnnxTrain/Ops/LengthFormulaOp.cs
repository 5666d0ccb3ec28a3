namespace OnnxTrain;

/// <summary>
/// An operator along named axes that is defined by a formula in other operators, which depends on the lengths of the axes. A plan runs the
/// formula for its lengths, so named axes give the same bits as numbers; a file computes lengths when it runs, and has the formula for
/// names.
/// </summary>
internal abstract record LengthFormulaOp : FloatOp
{
    /// <summary>The outputs, computed from the inputs by other operators.</summary>
    /// <param name="x">The inputs, their axes all numbers, or named as in the graph.</param>
    public abstract Value[] Formula(IReadOnlyList<Value> x);

    // the chain rule through the formula
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        Value[] known = [.. node.Outputs.Select((y, i) => gradients[i] ?? y.Number(0).Expand(y.Shape))];
        return [.. new LengthFormulaGradientOp(this, node.Inputs.Count).NodeOf([.. node.Inputs, .. known]).Outputs];
    }

    public override void ToOnnx(OnnxForm form) => form.Expand(Formula);

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    protected sealed override Action Bind<T>(Binding binding)
    {
        Value[] inputs = [.. Enumerable.Range(0, binding.InputCount).Select(i => new InputValue(Invariant($"x{i}"), binding.InputType(i)))];
        return binding.BindGraph(new(inputs, Formula(inputs)));
    }
}
