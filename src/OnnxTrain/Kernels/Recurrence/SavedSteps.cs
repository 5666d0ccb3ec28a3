using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// What the steps of a recurrence leave for its gradient, step after step, so that the rows of a step lie together: the gates, h before
/// each step, and the result that the cell keeps.
/// </summary>
/// <param name="all">Memory of <see cref="Width"/> · units elements for each row and step.</param>
/// <param name="batch">The number of rows.</param>
/// <param name="time">The number of steps that there is memory for; later ones take the places of earlier ones.</param>
/// <param name="units">The length of h.</param>
internal sealed unsafe class SavedSteps<T, TCell>(Block<T> all, int batch, int time, int units)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCell : struct, ICell<T>
{
    /// <summary>Elements for each unit of a row and step.</summary>
    public static int Width => TCell.Gates + (TCell.KeepsCell ? 2 : 1);

    /// <summary>[time · batch, gates · units].</summary>
    public Block<T> AllGates => all.Slice(0, batch * time * units * TCell.Gates);

    /// <summary>[time · batch, units].</summary>
    public Block<T> AllBefore => all.Slice(batch * time * units * TCell.Gates, batch * time * units);

    public T* Gates(int step, int row) => all.Pointer + (At(step, row) * TCell.Gates);

    public T* Before(int step, int row) => all.Pointer + ((nint)batch * time * units * TCell.Gates) + At(step, row);

    public T* Cell(int step, int row) => all.Pointer + ((nint)batch * time * units * (TCell.Gates + 1)) + At(step, row);

    private nint At(int step, int row) => (((nint)(step % time) * batch) + row) * units;
}
