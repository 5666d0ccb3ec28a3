namespace OnnxTrain;

/// <summary>The product of two operands of <see cref="Value.Einsum"/>, summed over labels that are no longer needed.</summary>
internal static class EinsumProduct
{
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="needed">The labels that the result and further operands have.</param>
    public static LabeledValue Of(LabeledValue a, LabeledValue b, HashSet<char> needed)
    {
        // Σⱼ aⱼ b₀ = (Σⱼ aⱼ) b₀: what one of them lacks, or has one element of, is summed before the product.
        var early = a
            .Labels.Union(b.Labels)
            .Where(label => !needed.Contains(label) && (a.Size(label).IsOne || b.Size(label).IsOne))
            .ToArray();
        (a, b) = (a.Sum(early), b.Sum(early));
        char[] summed = [.. a.Labels.Intersect(b.Labels).Where(label => !needed.Contains(label))];
        return summed.Length == 0 || !a.Value.ElementType.IsFloat()
            ? Elementwise(a, b, summed)
            : Matrices(a, b, summed);
    }

    private static LabeledValue Elementwise(LabeledValue a, LabeledValue b, char[] summed)
    {
        char[] all = [.. a.Labels.Union(b.Labels)];
        return new LabeledValue(a.Ordered(all) * b.Ordered(all), all).Sum(summed);
    }

    /// <summary>[batch …, rows, summed] · [batch …, summed, columns].</summary>
    private static LabeledValue Matrices(LabeledValue a, LabeledValue b, char[] summed)
    {
        char[] shared = [.. a.Labels.Intersect(b.Labels).Except(summed)];
        char[] rows = [.. a.Labels.Except(shared).Except(summed)], columns = [.. b.Labels.Except(shared).Except(summed)];
        var left = a.Joined([.. Single(shared), rows, summed]);
        var product = shared.Length > 0
            ? left.MatMul(b.Joined([.. Single(shared), summed, columns]))
            : b.Labels.SequenceEqual([.. columns, .. summed])
                ? left.Linear(b.Joined(columns, summed))
                : left.MatMul(b.Joined(summed, columns));
        Shape shape = [.. product.Shape.Take(shared.Length), .. rows.Select(a.Size), .. columns.Select(b.Size)];
        return new(product.Reshape(shape), [.. shared, .. rows, .. columns]);
    }

    private static IEnumerable<IReadOnlyList<char>> Single(char[] labels) => labels.Select(label => (IReadOnlyList<char>)[label]);
}
