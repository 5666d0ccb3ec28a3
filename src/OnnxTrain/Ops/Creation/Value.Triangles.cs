namespace OnnxTrain;

public partial class Value
{
    /// <summary>The lower triangle of each matrix in the last two axes, which may be named, with zeros above it.</summary>
    /// <param name="diagonal">The last diagonal to keep: 0 is the main diagonal, positive ones are above it, negative ones below.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Value Tril(int diagonal = 0) => Where(Triangle(nameof(Tril), diagonal, isLower: true), this, Number(0));

    /// <summary>The upper triangle of each matrix in the last two axes, which may be named, with zeros below it.</summary>
    /// <param name="diagonal">The first diagonal to keep: 0 is the main diagonal, positive ones are above it, negative ones below.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Value Triu(int diagonal = 0) => Where(Triangle(nameof(Triu), diagonal, isLower: false), this, Number(0));

    /// <summary>
    /// Whether column − row is at most, or at least, the index of the diagonal; computed in the graph, so that files stay small.
    /// </summary>
    private Value Triangle(string operation, int diagonal, bool isLower)
    {
        if (Rank < 2) throw new ShapeException($"{operation}: {Type} needs at least two axes.");
        var last = Arange(Shape[Rank - 2], ElementType.Float32).Unsqueeze(1) + diagonal;
        var columns = Arange(Shape[Rank - 1], ElementType.Float32);
        return isLower ? columns <= last : columns >= last;
    }
}
