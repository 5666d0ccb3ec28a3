namespace OnnxTrain;

/// <summary>A value with a label for each axis, as <see cref="EinsumEquation"/> gives them.</summary>
internal sealed record LabeledValue(Value Value, char[] Labels)
{
    public bool Has(char label) => Labels.Contains(label);

    public Dimension Size(char label) => Has(label) ? Value.Shape[Array.IndexOf(Labels, label)] : 1;

    /// <summary>Takes the diagonal if a label occurs twice.</summary>
    public LabeledValue WithoutRepeats()
    {
        if (Labels.GroupBy(label => label).FirstOrDefault(group => group.Count() > 1)?.Key is not { } twice) return this;
        var (first, second) = (Array.IndexOf(Labels, twice), Array.LastIndexOf(Labels, twice));
        var diagonal = Value.Diagonal(0, first, second);
        return new LabeledValue(diagonal, [.. Labels.Where((_, axis) => axis != first && axis != second), twice]).WithoutRepeats();
    }

    /// <summary>Sums over the axes with these labels.</summary>
    public LabeledValue Sum(IEnumerable<char> labels)
    {
        int[] axes = [.. Labels.Index().Where(axis => labels.Contains(axis.Item)).Select(axis => axis.Index)];
        return axes.Length == 0 ? this : new(Value.Sum(axes), [.. Labels.Where((_, axis) => !axes.Contains(axis))]);
    }

    /// <summary>Orders the axes by <paramref name="labels"/>; labels of other values become axes of length 1.</summary>
    public Value Ordered(IReadOnlyList<char> labels) => Transposed(labels).Reshape([.. labels.Select(Size)]);

    /// <summary>Joins the axes of each group into one.</summary>
    public Value Joined(params IReadOnlyList<char>[] groups) =>
        Transposed([.. groups.SelectMany(group => group)]).Reshape([.. groups.Select(Product)]);

    private Dimension Product(IReadOnlyList<char> group) => Shape.Create([.. group.Select(Size)]).Product;

    private Value Transposed(IReadOnlyList<char> labels)
    {
        int[] order = [.. labels.Where(Has).Select(label => Array.IndexOf(Labels, label))];
        return order.SequenceEqual(Enumerable.Range(0, order.Length)) ? Value : Value.Transpose(order);
    }
}
