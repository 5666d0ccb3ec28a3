namespace OnnxTrain;

/// <summary>dL/dxᵢ of a <see cref="LengthFormulaOp"/> from its inputs and dL/dyₖ: the gradient of the formula that a plan runs.</summary>
/// <param name="Forward">The operator, a <see cref="LengthFormulaOp"/>.</param>
/// <param name="Inputs">The number of its inputs.</param>
internal sealed record LengthFormulaGradientOp(Op Forward, int Inputs) : LengthFormulaOp
{
    public override string Name => $"{Forward.Name}Gradient";

    public override int MinimumOpset => Math.Max(16, Forward.MinimumOpset);

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var expected = Forward.InferTypes(inputs[..Inputs]);
        for (var i = 0; i < expected.Length; i++)
        {
            if (inputs[Inputs + i] != expected[i])
                throw new ShapeException($"{Name}: the gradient is {inputs[Inputs + i]}; it must be {expected[i]}.");
        }

        return inputs[..Inputs].ToArray();
    }

    public override Value[] Formula(IReadOnlyList<Value> x)
    {
        Value[] inputs = [.. x.Take(Inputs)];
        var sums = new Value?[Inputs];
        foreach (var (y, g) in ((LengthFormulaOp)Forward).Formula(inputs).Zip(x.Skip(Inputs)))
        {
            var parts = Gradients.Of(y, inputs, g);
            for (var i = 0; i < Inputs; i++) sums[i] = sums[i] is { } sum && parts[i] is { } part ? sum + part : sums[i] ?? parts[i];
        }

        return [.. sums.Select((sum, i) => sum ?? inputs[i].Number(0).Expand(inputs[i].Shape))];
    }
}
