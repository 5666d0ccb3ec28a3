namespace OnnxTrain;

/// <summary>Numbers in a row, each one more than the one before: the lines of a plain file.</summary>
internal sealed class RunningValues(int start, int count) : FarValues<int>
{
    public override int Count => count;

    public override int this[int row] => start + row;

    public override ReadOnlySpan<int> Read(int first, int number)
    {
        var values = new int[number];
        for (var i = 0; i < number; i++) values[i] = start + first + i;
        return values;
    }

    public override void Gather(ReadOnlySpan<int> rows, Span<int> values)
    {
        for (var i = 0; i < rows.Length; i++) values[i] = start + rows[i];
    }
}
