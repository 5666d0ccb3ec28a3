using System.Numerics;

namespace OnnxTrain;

/// <summary>
/// Maps a coordinate from −1 to 1 to a position along an axis, as in PyTorch's <c>grid_sample</c> and ONNX's <c>GridSample</c>.
/// </summary>
/// <param name="Padding">The values outside the axis.</param>
/// <param name="AlignCorners">Whether −1 and 1 are the centers of the first and the last element, or their outer edges.</param>
internal sealed record GridCoordinate(GridPadding Padding, bool AlignCorners)
{
    /// <summary>The position of a coordinate; 0 is the center of the first element.</summary>
    public T Place<T>(T coordinate, int size)
        where T : IFloatingPointIeee754<T>
    {
        var (half, n) = (T.CreateChecked(0.5), T.CreateChecked(size));
        return AlignCorners ? (coordinate + T.One) * half * (n - T.One) : (((coordinate + T.One) * n) - T.One) * half;
    }

    /// <summary>Maps a position outside the axis to one inside; with zeros outside it is unchanged.</summary>
    public T Inside<T>(T place, int size)
        where T : IFloatingPointIeee754<T>
    {
        if (Padding == GridPadding.Zeros) return place;
        var last = T.CreateChecked(size - 1);
        if (Padding == GridPadding.Reflection)
            place = Reflect(place, T.CreateChecked(AlignCorners ? 0 : -0.5), T.CreateChecked(AlignCorners ? size - 1 : size));
        return T.Clamp(place, T.Zero, last);
    }

    /// <summary>The same in operators.</summary>
    public Value Place(Value coordinate, Value size) =>
        AlignCorners ? (coordinate + 1) * 0.5 * (size - 1) : (((coordinate + 1) * size) - 1) * 0.5;

    /// <summary>The same in operators.</summary>
    public Value Inside(Value place, Value size)
    {
        if (Padding == GridPadding.Zeros) return place;
        if (Padding == GridPadding.Reflection) place = Reflect(place, AlignCorners ? 0 : -0.5, AlignCorners ? size - 1 : size);
        return Value.Min(Value.Max(place, place.Number(0)), size - 1);
    }

    private static T Reflect<T>(T place, T low, T span)
        where T : IFloatingPointIeee754<T>
    {
        if (span <= T.Zero) return T.Zero;
        var distance = T.Abs(place - low);
        var flips = T.Floor(distance / span);
        var rest = distance - (flips * span);
        return T.IsEvenInteger(flips) ? rest + low : span - rest + low;
    }

    private static Value Reflect(Value place, double low, Value span)
    {
        var distance = (place - low).Abs();
        var flips = (distance / Value.Max(span, span.Number(1))).Floor();
        var rest = distance - (flips * span);
        var isOdd = (flips - ((flips * 0.5).Floor() * 2)) > 0.5;
        return Value.Where(isOdd, span - rest, rest) + low;
    }
}
