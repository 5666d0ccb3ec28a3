using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The common part of operators with a window over each channel separately. x is [batch, channels, spatial axes …].</summary>
internal abstract record PoolOp(Window Window) : FloatOp
{
    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        Math.Max(inputs[0].Shape.ElementCount, outputs[0].Shape.ElementCount);

    /// <summary>[batch, channels, positions …].</summary>
    protected Shape Positions(Shape x)
    {
        foreach (var axis in Window.Axes)
        {
            if (axis.Before >= axis.Reach || axis.After >= axis.Reach)
                throw new ShapeException(
                    $"{Name}: padding of {Math.Max(axis.Before, axis.After)} leaves windows of {axis.Reach} elements empty; it must be "
                        + "less.");
        }

        Shape positions = [x[0], x[1], .. Window.Positions(Name, x)];
        Window.RequireElements(Name, x);
        return positions;
    }

    /// <exception cref="ShapeException">A value of each window does not fit x.</exception>
    protected void RequirePositions(Shape x, Shape y)
    {
        var expected = Positions(x);
        if (!y.Equals(expected)) throw new ShapeException($"{Name}: {y} does not fit {x}; it must be {expected}.");
    }

    /// <exception cref="ShapeException">The window does not fit the lengths.</exception>
    protected PoolGrid Grid(int[] sizes)
    {
        Positions([.. sizes.Select(n => (Dimension)n)]);
        return new(Window.Axes, sizes[2..]);
    }
}
