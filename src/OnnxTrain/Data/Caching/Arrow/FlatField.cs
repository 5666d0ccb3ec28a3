namespace OnnxTrain;

/// <summary>A field of a FlatBuffers table: a number of <paramref name="Size"/> bytes, or a reference if that is 0.</summary>
/// <param name="Slot">The number of the field in its table.</param>
/// <param name="Size">The bytes of the number.</param>
/// <param name="Value">The number, or the place of what is referred to; 0 for nothing.</param>
internal readonly record struct FlatField(int Slot, int Size, long Value)
{
    public static FlatField Reference(int slot, int place) => new(slot, 0, place);
}
