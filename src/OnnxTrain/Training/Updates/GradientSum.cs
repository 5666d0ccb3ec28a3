namespace OnnxTrain;

/// <summary>
/// Accumulates gradients over several batches, each times its number of rows, or its sum of weights if rows have weights, since a loss is a
/// mean over rows. Their mean is the gradient of all batches together.
/// </summary>
internal sealed class GradientSum
{
    private readonly Variable[] _sums;
    private readonly Variable _rows;

    /// <param name="runs">The runs of parameters that are trained.</param>
    /// <param name="rows">The weight of this batch.</param>
    /// <param name="gradients">The gradient of each run.</param>
    public GradientSum(IReadOnlyList<ParameterRun> runs, Value rows, IReadOnlyList<Value> gradients)
    {
        using (Trace.Typed(rows.ElementType))
        {
            _sums =
            [
                .. runs.Select(r => new Variable(
                    r.IsWhole ? "gradient_sum" : $"gradient_sum.{r.Variables[0].Name}",
                    [r.Length],
                    Initializer.Zeros, isTrainable: false)),
            ];
            _rows = new("gradient_rows", Shape.Scalar, Initializer.Zeros, isTrainable: false);
            Value[] sums = [.. _sums.Zip(gradients, (sum, gradient) => sum.ToValue() + (rows * gradient))];
            var count = _rows.ToValue() + rows;
            Gather = [.. _sums.Zip(sums, (variable, sum) => new Assignment(variable, sum)), new(_rows, count)];
            Means = [.. sums.Select(sum => sum / count)];
        }

        State = new("gradient_sum", [.. _sums, _rows], rows.ElementType);
    }

    public VariableBlock State { get; }

    /// <summary>Adds this batch.</summary>
    public IReadOnlyList<Assignment> Gather { get; }

    /// <summary>The mean over the previous batches and this one, for each run.</summary>
    public IReadOnlyList<Value> Means { get; }

    /// <summary>
    /// Clears the sums. To be assigned after everything that reads the mean, so that the zeros overwrite the sum in place.
    /// </summary>
    public IReadOnlyList<Assignment> Clear()
    {
        var zero = Means[0].Number(0);
        return [.. _sums.Select(sum => new Assignment(sum, zero.Expand(sum.Shape))), new(_rows, zero.Identity())];
    }
}
