namespace OnnxTrain;

/// <summary>
/// Runs a graph on data with any number of rows. Plans for recent sizes are cached, so that repeated batch sizes need no new binding.
/// Concurrent runs, and a concurrent dispose, are serialized.
/// </summary>
internal sealed class Evaluator(IReadOnlyList<Value> inputs, IReadOnlyList<Value> outputs) : IDisposable
{
    private readonly PlanCache _plans = new(new Graph(inputs, outputs));
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>Computes the outputs for the given inputs, in order.</summary>
    /// <exception cref="ArgumentException">The tensors do not fit the inputs; the message gives the input and both types.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public TensorData[] Run(IReadOnlyList<TensorData> tensors)
    {
        using var turn = _gate.EnterScope();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var plan = _plans.For(Axes(tensors));
        for (var i = 0; i < inputs.Count; i++) CopyIn(tensors[i], plan, inputs[i]);
        plan.Run();
        return [.. outputs.Select(o => CopyOut(plan, o))];
    }

    public void Dispose()
    {
        using var turn = _gate.EnterScope();
        _isDisposed = true;
        _plans.Dispose();
    }

    private Dictionary<string, long> Axes(IReadOnlyList<TensorData> tensors)
    {
        if (tensors.Count != inputs.Count)
            throw new ArgumentException($"The graph has {inputs.Count} inputs and {tensors.Count} tensors were given.");
        var axes = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < inputs.Count; i++)
        {
            var (wanted, given) = (inputs[i].Type, tensors[i].Type);
            var fits = wanted.ElementType == given.ElementType && wanted.Shape.Rank == given.Shape.Rank;
            for (var axis = 0; fits && axis < wanted.Shape.Rank; axis++)
            {
                var (length, size) = (wanted.Shape[axis], given.Shape[axis].Size);
                fits = length.IsFixed ? length.Size == size
                    : length.Symbol is not { } name || axes.TryAdd(name, size) || axes[name] == size;
            }

            if (!fits) throw Unfit(inputs[i], given, axes);
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            if (!inputs[i].Shape.Zip(tensors[i].Type.Shape).All(d => IsLength(d.First, d.Second.Size)))
                throw Unfit(inputs[i], tensors[i].Type, axes);
        }

        return axes;

        bool IsLength(Dimension expression, long size) =>
            expression.IsFixed || expression.Symbol is not null
            || !expression.Symbols.All(axes.ContainsKey) || expression.Evaluate(name => axes[name]) == size;
    }

    private static ArgumentException Unfit(Value input, TensorType given, Dictionary<string, long> axes) =>
        new($"The input {input} does not take "
            + $"{given}{(axes.Count > 0 ? $" ({string.Join(", ", axes.Select(a => $"{a.Key} = {a.Value}"))})" : "")}.");

    private static void CopyIn(TensorData tensor, Plan plan, Value input)
    {
        if (input.ElementType == ElementType.String) tensor.As<string>().CopyTo(plan.Strings(input));
        else tensor.Bytes.CopyTo(plan.Bytes(input));
        GC.KeepAlive(plan);
    }

    private static TensorData CopyOut(Plan plan, Value output)
    {
        var tensor = TensorData.Empty(plan.Type(output));
        if (output.ElementType == ElementType.String) plan.Strings(output).CopyTo((string[])tensor.Elements);
        else plan.Bytes(output).CopyTo(tensor.Bytes);
        GC.KeepAlive(plan);
        return tensor;
    }
}
