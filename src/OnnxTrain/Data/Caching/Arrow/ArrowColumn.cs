namespace OnnxTrain;

/// <summary>A column of an Arrow file.</summary>
/// <param name="Column">Its name, type and shape.</param>
/// <param name="IsCoded">Whether it is texts as int32 indices into a dictionary, which is one value a row.</param>
internal sealed record ArrowColumn(RowColumn Column, bool IsCoded = false)
{
    /// <summary>Whether a row has several values: a fixed-size list.</summary>
    public bool IsList => Column.RowShape.Rank > 0;

    public bool IsText => Column.ElementType == ElementType.String;

    /// <summary>The buffers of a batch: validity of a list, validity, offsets of texts, values.</summary>
    public int BufferCount => (IsList ? 1 : 0) + (IsText ? 3 : 2);
}
