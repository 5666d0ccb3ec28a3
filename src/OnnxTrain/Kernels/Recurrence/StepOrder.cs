namespace OnnxTrain.Kernels;

/// <summary>
/// The order of the steps of a recurrence over rows [batch, time, …], each with a length of its own: step s of a row is at place s or, in
/// reverse, at place length − 1 − s. Steps from the length on are not active; each of them is at the place of its number.
/// </summary>
/// <param name="name">The operator, for messages.</param>
/// <param name="batch">The number of rows.</param>
/// <param name="time">The number of places of a row.</param>
/// <param name="lengths">The lengths of the rows; null if all are full.</param>
/// <param name="isReverse">Whether a row is read from its end.</param>
internal sealed unsafe class StepOrder(string name, int batch, int time, Block<long>? lengths, bool isReverse)
{
    public int Batch => batch;

    public int Time => time;

    public bool HasLengths => lengths is not null;

    public bool IsActive(int row, int step) => lengths is not { } own || step < own.Pointer[row];

    public int Place(int row, int step) =>
        !isReverse || !IsActive(row, step) ? step : (lengths is { } own ? (int)own.Pointer[row] : time) - 1 - step;

    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public void Check()
    {
        if (lengths is { } own) CheckLengths(name, own.Span, time);
    }

    /// <exception cref="ArgumentOutOfRangeException">A length is out of range; the message gives the row.</exception>
    public static void CheckLengths(string name, ReadOnlySpan<long> lengths, int time)
    {
        for (var row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 0 || lengths[row] > time)
                throw new ArgumentOutOfRangeException(
                    nameof(lengths), lengths[row],
                    Invariant($"{name}: row {row} (counted from 0) has the length {lengths[row]}; it must be within 0 … {time}."));
        }
    }

    /// <summary>Copies the elements of x [batch, time, width] at a step; zeros where it is not active.</summary>
    public void Read<T>(Block<T> x, int row, int step, Span<T> to)
        where T : unmanaged
    {
        if (!IsActive(row, step)) to.Clear();
        else x.Span.Slice(((row * time) + Place(row, step)) * to.Length, to.Length).CopyTo(to);
    }

    /// <summary>Copies elements to those of x [batch, time, width] at a step.</summary>
    public void Write<T>(ReadOnlySpan<T> from, Block<T> x, int row, int step)
        where T : unmanaged => from.CopyTo(x.Span.Slice(((row * time) + Place(row, step)) * from.Length, from.Length));

    /// <summary>x [batch, time, width] → steps [time, batch, width], 0 where a step is not active.</summary>
    public ParallelLoop Gather<T>(Block<T> x, Block<T> steps, int width)
        where T : unmanaged =>
        ParallelLoop.OverRows(batch * time, width, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var (step, row) = Math.DivRem(i, batch);
                Read(x, row, step, steps.Span.Slice(i * width, width));
            }
        });
}
