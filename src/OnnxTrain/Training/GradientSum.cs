namespace OnnxTrain;

/// <summary>
/// Gradients added up over several batches, each times its number of rows, or its sum of weights where rows have some, since a loss is a
/// mean over rows: their mean is the gradient of the batches put together.
/// </summary>
internal sealed class GradientSum
{
    private readonly Variable _sum;
    private readonly Variable _rows;

    public GradientSum(VariableBlock parameters, Value rows, Value gradient)
    {
        using (Scope.Typed(parameters.ElementType))
        {
            _sum = new("gradient_sum", parameters.Whole.Shape, Initializer.Zeros, isTrainable: false);
            _rows = new("gradient_rows", Shape.Scalar, Initializer.Zeros, isTrainable: false);
            Value sum = _sum.ToValue() + (rows * gradient), count = _rows.ToValue() + rows;
            Gather = [new(_sum, sum), new(_rows, count)];
            Mean = sum / count;
        }

        State = new("gradient_sum", [_sum, _rows], parameters.ElementType);
    }

    public VariableBlock State { get; }

    /// <summary>Adds this batch.</summary>
    public IReadOnlyList<Assignment> Gather { get; }

    /// <summary>The mean of the batches before and this one.</summary>
    public Value Mean { get; }

    /// <summary>Begins anew. To be written behind all that reads the mean, so that the zeros go straight over the sum.</summary>
    public IReadOnlyList<Assignment> Clear()
    {
        var zero = Mean.Number(0);
        return [new(_sum, zero.Expand(_sum.Shape)), new(_rows, zero.Identity())];
    }
}
