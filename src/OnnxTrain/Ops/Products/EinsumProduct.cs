namespace OnnxTrain;

/// <summary>The product of two operands of <see cref="Value.Einsum"/>, summed over what nothing needs any more.</summary>
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
        return summed.Length == 0 || !IsJoinable(a, summed) || !a.Value.ElementType.IsFloat()
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
        var (rows, fromA) = Join(a, [.. a.Labels.Except(shared).Except(summed)]);
        var (columns, fromB) = Join(b, [.. b.Labels.Except(shared).Except(summed)]);
        char[] batch = [.. shared, .. fromA, .. fromB];
        var left = a.Joined([.. Single(batch), rows, summed]);
        var product = batch.Any(b.Has)
            ? left.MatMul(b.Joined([.. Single(batch), summed, columns]))
            : batch.Length == 0 && b.Labels.SequenceEqual([.. columns, .. summed])
                ? left.Linear(b.Joined(columns, summed))
                : left.MatMul(b.Joined(summed, columns));
        Shape shape = [.. product.Shape.Take(batch.Length), .. rows.Select(a.Size), .. columns.Select(b.Size)];
        return new(product.Reshape(shape), [.. batch, .. rows, .. columns]);
    }

    private static IEnumerable<IReadOnlyList<char>> Single(char[] labels) => labels.Select(label => (IReadOnlyList<char>)[label]);

    /// <summary>The axes that become one, and the others, which go with the batch: of two named lengths the product has no name.</summary>
    private static (char[] Joined, char[] Others) Join(LabeledValue x, char[] labels)
    {
        if (labels.Length < 2) return (labels, []);
        char[] named = [.. labels.Where(label => !x.Size(label).IsFixed)];
        char[] others = [.. named.Except(named.Where(label => x.Size(label).Formula is null).Take(1))];
        return ([.. labels.Except(others)], others);
    }

    private static bool IsJoinable(LabeledValue x, char[] labels) => Join(x, labels).Others.Length == 0;
}
