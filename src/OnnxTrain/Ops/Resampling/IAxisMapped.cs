using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>An operator with one input that is linear along some axes, whose lengths may be known only when data arrive.</summary>
internal interface IAxisMapped
{
    /// <summary>The operator without its constant part.</summary>
    Op Linear { get; }

    /// <summary>The map of each axis that changes.</summary>
    /// <param name="from">The lengths of all axes before.</param>
    /// <param name="to">The lengths of all axes after.</param>
    /// <exception cref="ShapeException">The lengths do not allow it.</exception>
    (int Axis, AxisMap Map)[] Maps(int[] from, int[] to);

    /// <summary>
    /// For each axis that changes, the operator that does to the last axis of a tensor [1, 1, lines, length] what this one does to that
    /// axis.
    /// </summary>
    /// <param name="from">The axes before.</param>
    IEnumerable<(int Axis, Op OfLines)> Lines(Shape from);
}
