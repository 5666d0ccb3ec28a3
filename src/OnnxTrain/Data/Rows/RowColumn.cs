namespace OnnxTrain;

/// <summary>A column of an <see cref="IRowSource"/>.</summary>
/// <param name="Name">Its name, unique among the columns.</param>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="RowShape">
/// The shape of one row: [] for one element, [height, width, channels] for an image. An axis whose length differs between rows has a name
/// (<see cref="IRowSource.Sizes"/>).
/// </param>
public sealed record RowColumn(string Name, ElementType ElementType, Shape RowShape)
{
    /// <summary>The role of the column in a model.</summary>
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

    /// <summary>Whether the source guarantees that floating-point numbers are finite. Other columns are checked before training.</summary>
    public bool IsFinite { get; init; }

    /// <summary>What transparent pixels of images were blended with; null for other columns.</summary>
    internal PixelColour? Background { get; init; }

    /// <summary>The number of elements in a row.</summary>
    internal int RowLength => checked((int)RowShape.ElementCount);

    /// <summary>The bytes of a row in a buffer: of its elements, or of the references to its strings.</summary>
    internal long FixedBytes => RowShape.ElementCount * (ElementType == ElementType.String ? IntPtr.Size : ElementType.Size());

    /// <summary>The element type and shape, with the number of rows first.</summary>
    internal string Text(long rows) => $"{ElementType.Text()}{ShapeText(rows)}";

    /// <summary>The shape, with the number of rows first.</summary>
    internal string ShapeText(long rows) => $"[{string.Join(", ", [Invariant($"{rows}"), .. Axes])}]";

    /// <summary>The shape, with "rows" first.</summary>
    internal string RowText => $"[{string.Join(", ", ["rows", .. Axes])}]";

    private IEnumerable<string> Axes => RowShape.Select(d => $"{d}");
}
