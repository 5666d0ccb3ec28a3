namespace OnnxTrain;

/// <summary>
/// The gradients of a <see cref="RecurrenceOp"/> by its inputs, without the lengths, from its inputs, what its steps saved, and the
/// gradients of its outputs. The formula, for files and higher-order gradients, is the gradient of the scan of the cell.
/// </summary>
/// <param name="Forward">The operator, a <see cref="RecurrenceOp"/> that saves.</param>
internal sealed record RecurrenceGradientOp(Op Forward) : FormulaOp
{
    public override string Name => $"{Forward.Name}Gradient";

    private RecurrenceOp Own => (RecurrenceOp)Forward;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var expected = Own.InferTypes(inputs[..Own.Arity]);
        for (var i = 0; i < expected.Length; i++)
        {
            // saved results come first
            var (given, wanted) = (inputs[Own.Arity + i], i == 0 ? expected[^1] : expected[i - 1]);
            if (given != wanted) throw new ShapeException($"{Name}: the gradient is {given}; it must be {wanted}.");
        }

        return inputs[..(Own.HasLengths ? Own.Arity - 1 : Own.Arity)].ToArray();
    }

    // twice as much as without it: for the inputs and for the weights
    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        2 * Own.Operations(inputs, [inputs[Own.Arity + 1]]);

    // the chain rule through the scan of the cell
    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        Value[] inputs = [.. x.Take(Own.Arity)];
        Value?[] by = [.. inputs.Select(v => v.ElementType.IsFloat() ? v : null)];
        var slopes = Gradients.Of(Own.Expanded(inputs), by, [.. x.Skip(Own.Arity + 1)]);
        return [.. by.Zip(slopes).Where(pair => pair.First is not null).Select(pair => pair.Second ?? Zeros(pair.First!))];
    }

    protected override Action Bind<T>(Binding binding) => Own.BindGradient<T>(binding);

    private static Value Zeros(Value x) => x.Number(0).Expand(x.Shape);
}
