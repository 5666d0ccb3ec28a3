namespace OnnxTrain;

/// <summary>A tensor of a safetensors file: where it lies and what it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type as the format writes it: <c>F32</c>, <c>BF16</c>, <c>I64</c> …</param>
/// <param name="Shape">Its axes, outermost first.</param>
/// <param name="Offset">Where it begins behind the header, in bytes.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record SafeTensorsEntry(string Name, string Type, long[] Shape, long Offset, long Length)
{
    public bool Fits(Shape shape) => shape.Select(d => d.Size).SequenceEqual(Shape);

    public string ShapeText => $"[{InvariantText.Join<long>(", ", Shape)}]";
}
