namespace OnnxTrain.Tests.Losses;

/// <summary>A loss on numbers, and what it has to be by its formula.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Output">What the network yields, [rows, columns, …].</param>
/// <param name="Target">Targets, of the type that the loss says; for a loss of indices, the class of each row.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Expected">The loss.</param>
internal sealed record LossCase(Loss Loss, double[] Output, double[] Target, int Rows, double Expected)
{
    /// <summary>The axes of the places in a row, where there is a class for each.</summary>
    public int[] Places { get; init; } = [];

    private Shape Whole =>
        [Rows, Output.Length / Rows / Places.Aggregate(1, (product, size) => product * size), .. Places.Select(size => (Dimension)size)];

    /// <summary>Loss and gradient by the output, in float64.</summary>
    /// <param name="output">What the network yields, if not the case's own.</param>
    /// <param name="weights">How much each row counts, or null.</param>
    public (double Loss, double[] Gradient) Run(double[]? output = null, double[]? weights = null)
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", .. Whole.Skip(1)]);
        var type = Loss.TargetType(x.Type);
        var t = Value.Input("t", type.ElementType, type.Shape);
        var w = Value.Input("w", ElementType.Float64, ["batch"]);
        var loss = weights is null ? Loss.Of(x, t) : Loss.Of(x, t, w);
        Assert.Equal(0, loss.Rank);
        using var evaluator = new Evaluator([x, t, w], [loss, .. loss.Gradient(x)]);
        var target =
            type.ElementType == ElementType.Int64
                ? TensorData.Of<long>(Array.ConvertAll(Target, c => (long)c), [Rows, .. type.Shape.Skip(1)])
                : TensorData.Of<double>(Target, [Rows, .. type.Shape.Skip(1)]);
        var results = evaluator.Run([
            TensorData.Of<double>(output ?? Output, Whole), target, TensorData.Of<double>(weights ?? new double[Rows], [Rows]),
        ]);
        return (((double[])results[0].Elements)[0], (double[])results[1].Elements);
    }
}
