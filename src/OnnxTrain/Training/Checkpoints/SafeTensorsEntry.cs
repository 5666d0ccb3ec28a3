namespace OnnxTrain;

/// <summary>A tensor of a safetensors file: its position and type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type as named in the format: <c>F32</c>, <c>BF16</c>, <c>I64</c> …</param>
/// <param name="Shape">Its axes, outermost first.</param>
/// <param name="Offset">Its offset after the header, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record SafeTensorsEntry(string Name, string Type, long[] Shape, long Offset, long Length)
{
    public bool Fits(Shape shape) => shape.Select(d => d.Size).SequenceEqual(Shape);

    public string ShapeText => $"[{InvariantText.Join<long>(", ", Shape)}]";
}
