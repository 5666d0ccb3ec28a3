namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// PyTorch's layer Upsample. It is written as ONNX's Resize if that gives the same elements, otherwise as a gather: the two formulas
    /// for the nearest element round differently, and PyTorch rounds lengths down in float64.
    /// </summary>
    /// <param name="size">The new lengths of the axes after the channels, or null.</param>
    /// <param name="scale">The scale, if the size is not given.</param>
    /// <param name="mode">The interpolation mode.</param>
    /// <param name="coordinates">The rule for positions.</param>
    internal Value Upsample(Shape? size, double scale, ResizeMode mode, ResizeCoordinates coordinates)
    {
        if (Shape.Skip(2).Any(d => !d.IsFixed))
        {
            _ = ByOnnx(); // refuses what does not fit
            return new UpsampleOp(size is null ? [] : [.. size], scale, mode, coordinates).Of(this);
        }

        int[] from = [.. Shape.Skip(2).Select(d => (int)d.Size)];
        int[] to = [.. from.Select((n, i) => (int)(size is null ? Math.Floor(n * scale) : size[i].Size))];
        if (from.Concat(to).Any(n => n < 1))
            return ByOnnx();
        var maps = from.Select((n, i) => (Axis: i + 2, Map: ResizeMaps.PyTorch(n, to[i], size is null ? scale : null, mode, coordinates)))
            .ToArray();
        return IsOnnx() ? ByOnnx() : maps.Aggregate(this, (value, map) => new AxisMapOp(map.Axis, map.Map).Of(value));

        Value ByOnnx() => UpsampleByOnnx(size, scale, mode, coordinates);

        bool IsOnnx()
        {
            if (from.SequenceEqual(to))
                return maps.All(m => m.Map.IsIdentity);
            if (size is null && from.Where((n, i) => MathF.Floor(n * (float)scale) != to[i]).Any())
                return false;
            return from.Select(
                    (n, i) =>
                        ResizeMaps.Of(n, to[i], size is null ? (float)scale : null, mode, coordinates, ResizeRounding.Floor).ToString())
                .SequenceEqual(maps.Select(m => m.Map.ToString()));
        }
    }

    /// <summary>The same by ONNX's formulas, whose nearest element may differ where a coordinate is rounded.</summary>
    internal Value UpsampleByOnnx(Shape? size, double scale, ResizeMode mode, ResizeCoordinates coordinates) =>
        size is null
            ? ResizeBy([.. Enumerable.Repeat(scale, Rank - 2)], mode, coordinates, ResizeRounding.Floor)
            : Resize(size, mode, coordinates, ResizeRounding.Floor);
}
