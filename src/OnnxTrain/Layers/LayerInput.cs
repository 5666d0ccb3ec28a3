namespace OnnxTrain;

/// <summary>Checks of the input of layers for images and sequences.</summary>
internal static class LayerInput
{
    /// <summary>Refuses an input with another number of axes or, if <paramref name="channels"/> is given, of channels.</summary>
    public static void Require(string layer, Value x, IReadOnlyList<int> ranks, int? channels = null)
    {
        if (ranks.Contains(x.Rank) && (channels is not { } wanted || x.Shape[1] == wanted))
            return;
        var forms = ranks.Select(rank =>
            $"[batch, {channels?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "channels"}{Spatial(rank)}]");
        throw new ShapeException($"{layer}: the input is {x.Type}; it must be {string.Join(" or ", forms)}.");
    }

    /// <summary>A constant tensor with all elements equal.</summary>
    public static Value Filled(double value, Shape shape, ElementType type) =>
        Value.Constant([.. Enumerable.Repeat(value, (int)shape.ElementCount)], shape, type);

    private static string Spatial(int rank) => rank switch
    {
        2 => "",
        3 => ", length",
        4 => ", height, width",
        _ => ", depth, height, width",
    };
}
