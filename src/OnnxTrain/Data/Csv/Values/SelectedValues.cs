namespace OnnxTrain;

/// <summary>Some rows of values that are not in memory.</summary>
internal sealed class SelectedValues<T>(FarValues<T> source, int[] rows) : FarValues<T>
    where T : unmanaged
{
    public override int Count => rows.Length;

    public override T this[int row] => source[rows[row]];

    public override ReadOnlySpan<T> Read(int first, int count)
    {
        var values = new T[count];
        source.Gather(rows.AsSpan(first, count), values);
        return values;
    }

    public override void Gather(ReadOnlySpan<int> wanted, Span<T> values)
    {
        var places = new int[wanted.Length];
        for (var i = 0; i < places.Length; i++) places[i] = rows[wanted[i]];
        source.Gather(places, values);
    }

    public override ColumnValues<T> Select(RowChoice choice)
    {
        if (choice.Rows.Length >= FewestToLeave) return new SelectedValues<T>(source, choice.After(rows));
        return base.Select(choice);
    }
}
