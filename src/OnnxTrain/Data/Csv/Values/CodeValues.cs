namespace OnnxTrain;

/// <summary>Codes of texts that were numbered anew.</summary>
/// <param name="codes">The codes.</param>
/// <param name="places">The new code for each.</param>
internal sealed class CodeValues(FarValues<int> codes, int[] places) : FarValues<int>
{
    public override int Count => codes.Count;

    public override int this[int row] => places[codes[row]];

    public override ReadOnlySpan<int> Read(int first, int count)
    {
        var values = codes.Read(first, count).ToArray();
        foreach (ref var value in values.AsSpan()) value = places[value];
        return values;
    }

    public override void Gather(ReadOnlySpan<int> rows, Span<int> values)
    {
        codes.Gather(rows, values);
        foreach (ref var value in values) value = places[value];
    }
}
