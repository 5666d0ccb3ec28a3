using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// The elementwise part of a recurrent cell. The rows of numbers that it reads and writes are listed once; the formulas then work on
/// vectors at the same place of all of them.
/// </summary>
internal unsafe interface ICell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Gates of h elements each.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether U h is added to W x before any other operation.</summary>
    static abstract bool AddsProduct { get; }

    /// <summary>Whether c is a state besides h.</summary>
    static abstract bool HasCell { get; }

    /// <summary>Whether a step has a result besides the gates and h that its gradient needs: c, or another.</summary>
    static abstract bool KeepsCell { get; }

    /// <summary>Lists the rows of <see cref="Forward"/>; returns their number.</summary>
    static abstract int ListForward(in CellRow<T> row, int units, T** rows);

    /// <summary>Lists the rows of <see cref="Backward"/>; returns their number.</summary>
    static abstract int ListBackward(in CellRow<T> row, int units, T** rows);

    /// <summary>
    /// Gates that are functions of W x + U h + b alone. They are computed by loops of their own: the compiler does not inline several such
    /// functions in one.
    /// </summary>
    static abstract void Activate(in CellRow<T> row, int units);

    /// <summary>The rest of a step.</summary>
    static abstract void Forward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>;

    /// <summary>The gradient of a step.</summary>
    static abstract void Backward<TVector>(T** rows, nint at)
        where TVector : struct, ISimdVector<TVector>;
}
