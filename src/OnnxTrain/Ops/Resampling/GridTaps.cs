using System.Numerics;

namespace OnnxTrain;

/// <summary>The elements of an axis from which a position is interpolated, with their weights; −1 for a zero outside.</summary>
/// <param name="Mode">The interpolation mode.</param>
/// <param name="Coordinate">Maps coordinates to positions.</param>
internal sealed record GridTaps(ResizeMode Mode, GridCoordinate Coordinate)
{
    public int Count => Mode switch { ResizeMode.Nearest => 1, ResizeMode.Linear => 2, _ => 4 };

    /// <summary>Sets <see cref="Count"/> indices and weights.</summary>
    public void Of<T>(T coordinate, int size, Span<int> places, Span<T> weights)
        where T : IFloatingPointIeee754<T>
    {
        var place = Coordinate.Place(coordinate, size);
        if (Mode == ResizeMode.Cubic)
        {
            var first = T.Floor(place);
            Cubic(place - first, weights);
            for (var k = 0; k < 4; k++) places[k] = Index(Coordinate.Inside(first + T.CreateChecked(k - 1), size), size);
            return;
        }

        place = Coordinate.Inside(place, size);
        if (Mode == ResizeMode.Nearest)
        {
            (places[0], weights[0]) = (Index(T.Round(place), size), T.One);
            return;
        }

        var below = T.Floor(place);
        (weights[0], weights[1]) = (T.One - (place - below), place - below);
        (places[0], places[1]) = (Index(below, size), Index(below + T.One, size));
    }

    /// <summary>The same in operators: index (an integer of the type of the position), weight, and whether it is within the axis.</summary>
    public IReadOnlyList<(Value Index, Value Weight)> Of(Value coordinate, Value size)
    {
        var place = Coordinate.Place(coordinate, size);

        // Farther out than this all is the same; it keeps the numbers small enough to be indices.
        if (Coordinate.Padding != GridPadding.Reflection) place = Value.Min(Value.Max(place, place.Number(-4)), size + 3);
        if (Mode == ResizeMode.Cubic)
        {
            var first = place.Floor();
            return [.. Cubic(place - first).Select((weight, k) => Tap(Coordinate.Inside(first + (k - 1), size), weight, size))];
        }

        place = Coordinate.Inside(place, size);
        if (Mode == ResizeMode.Nearest) return [Tap(place.Round(), place.Number(1), size)];
        var below = place.Floor();
        return [Tap(below, 1 - (place - below), size), Tap(below + 1, place - below, size)];
    }

    private static int Index<T>(T place, int size)
        where T : IFloatingPointIeee754<T> => place >= T.Zero && place < T.CreateChecked(size) ? int.CreateTruncating(place) : -1;

    /// <summary>An index outside the axis has weight 0, and reads the nearest element.</summary>
    private static (Value Index, Value Weight) Tap(Value index, Value weight, Value size)
    {
        var inside = Value.Max(Value.Min(index, size - 1), index.Number(0));
        return (inside, Value.Where(inside.EqualTo(index), weight, weight.Number(0)));
    }

    /// <summary>Keys (1981), "Cubic convolution interpolation for digital image processing", with a = −0.75.</summary>
    private static void Cubic<T>(T t, Span<T> weights)
        where T : IFloatingPointIeee754<T>
    {
        (weights[0], weights[1]) = (Far(t + T.One), Near(t));
        (weights[2], weights[3]) = (Near(T.One - t), Far(T.One - t + T.One));

        static T Near(T d) => (((T.CreateChecked(1.25) * d) - T.CreateChecked(2.25)) * d * d) + T.One;

        static T Far(T d) => (((((T.CreateChecked(-0.75) * d) + T.CreateChecked(3.75)) * d) - T.CreateChecked(6)) * d) + T.CreateChecked(3);
    }

    private static Value[] Cubic(Value t)
    {
        return [Far(t + 1), Near(t), Near(1 - t), Far(2 - t)];

        static Value Near(Value d) => (((1.25 * d) - 2.25) * d * d) + 1;

        static Value Far(Value d) => (((((-0.75 * d) + 3.75) * d) - 6) * d) + 3;
    }
}
