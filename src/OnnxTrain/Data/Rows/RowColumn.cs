namespace OnnxTrain;

/// <summary>A column of an <see cref="IRowSource"/>.</summary>
/// <param name="Name">Its name, different from those of the other columns.</param>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="RowShape">The axes of one row: [] for one element a row, [height, width, channels] for images.</param>
public sealed record RowColumn(string Name, ElementType ElementType, Shape RowShape)
{
    /// <summary>What the column is to a model.</summary>
    public RowRole Role { get; init; }

    /// <summary>
    /// What the values are to features; null where the element type says it: numbers for numeric types, truth values for bool, categories
    /// for texts. A column of texts may hold truth values, so that one can be missing.
    /// </summary>
    public ColumnKind? Kind { get; init; }

    /// <summary>
    /// The number of classes, if the column holds the class of each row as int64 (0, 1, 2 …, or a negative number for a row that the loss
    /// ignores); 0 for other columns.
    /// </summary>
    public int Classes { get; init; }

    /// <summary>
    /// Whether the source has made sure that its floating-point numbers are finite. Those of other columns are checked before training.
    /// </summary>
    public bool IsFinite { get; init; }

    /// <summary>Elements of a row.</summary>
    internal int RowLength => checked((int)RowShape.ElementCount);

    /// <summary>Element type and axes, the number of rows first.</summary>
    internal string Text(long rows) => $"{ElementType.Text()}{ShapeText(rows)}";

    /// <summary>The axes, the number of rows first.</summary>
    internal string ShapeText(long rows) => $"[{string.Join(", ", [Invariant($"{rows}"), .. Axes])}]";

    /// <summary>The axes, "rows" first.</summary>
    internal string RowText => $"[{string.Join(", ", ["rows", .. Axes])}]";

    private IEnumerable<string> Axes => RowShape.Select(d => $"{d}");
}
