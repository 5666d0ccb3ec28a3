namespace OnnxTrain;

/// <summary>A box in a drawing of a network: an input, a layer, a block of layers, or an output.</summary>
internal sealed class DrawnLayer(string title, Shape? shape, params IEnumerable<DrawnLayer> from)
{
    /// <summary>The type of the layer, or the name of the input or output.</summary>
    public string Title { get; } = title;

    /// <summary>The shape of its output, without the axis of rows; null if none is shown.</summary>
    public Shape? Shape { get; set; } = shape;

    /// <summary>More on it in words; empty for nothing.</summary>
    public string Text { get; init; } = "";

    /// <summary>The layers whose output it takes.</summary>
    public IReadOnlyList<DrawnLayer> From { get; set; } = [.. from];

    /// <summary>What follows in the same box, such as a normalization and an activation.</summary>
    public List<string> Then { get; } = [];

    /// <summary>The number of trainable parameters.</summary>
    public long Parameters { get; set; }

    /// <summary>The number of equal blocks in sequence that the box stands for.</summary>
    public int Times { get; set; } = 1;

    /// <summary>Whether it is a block of layers.</summary>
    public bool IsBlock { get; init; }

    /// <summary>Whether it is an input or an output.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Its name, with the number of equal blocks.</summary>
    public string Heading => Times > 1 ? Invariant($"{Times} × {Title}") : Title;

    /// <summary>Shape and parameters.</summary>
    public string Size
    {
        get
        {
            var parts = new List<string>();
            if (Text.Length > 0) parts.Add(Text);
            if (ShapeText.Length > 0) parts.Add(ShapeText);
            if (Parameters > 0) parts.Add(Invariant($"{Parameters:N0} parameters"));
            return string.Join(" · ", parts);
        }
    }

    /// <summary>The shape in words, such as <c>32 × 14 × 14</c>.</summary>
    public string ShapeText => Shape is null ? "" : string.Join(" × ", Shape.Skip(1));

    /// <summary>Whether both are the same block, one after the other.</summary>
    public bool Repeats(DrawnLayer other) =>
        IsBlock && other.IsBlock && Title == other.Title && From is [var before] && before == other && Equals(Shape, other.Shape)
            && Then.SequenceEqual(other.Then);
}
