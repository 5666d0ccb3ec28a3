namespace OnnxTrain;

/// <summary>The options for exporting an ONNX file.</summary>
public sealed record ExportOptions
{
    /// <summary>
    /// The operator set, 13 to 26; null for the lowest that the model needs, at least 17. Older runtimes load only lower operator sets.
    /// </summary>
    public int? Opset { get; init; }

    /// <summary>The description in the file.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Whether the file holds the names of classes and categories; with <see cref="ExportLabels.None"/> it takes and yields only numbers.
    /// </summary>
    public ExportLabels Labels { get; init; }

    /// <summary>
    /// Whether the raw output of the network, before softmax or the inverse of standardization, is also an output: <c>logits</c>.
    /// </summary>
    public bool IncludeLogits { get; init; }

    /// <summary>
    /// Whether consecutive linear layers on rows [batch, features], with nothing between them, are written as one equivalent layer, W₂(W₁x
    /// + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂): the same function to rounding, but the weights no longer have the names of the layers. A narrow
    /// layer between wide ones becomes larger: 1000-2-1000 holds 4,000 weights, and 1,000,000 as one layer.
    /// </summary>
    public bool CollapseLinear { get; init; }

    /// <summary>
    /// Other shapes for inputs by name, so that a network created and trained with fixed sizes takes images of any height and width:
    /// <c>new() { ["image"] = ["batch", 3, "height", "width"] }</c>. The network's <c>Forward</c> runs once more on the new shapes. Inputs
    /// that are not listed keep their shapes. Empty by default.
    /// </summary>
    public IReadOnlyDictionary<string, Shape> InputShapes { get; init; } = new Dictionary<string, Shape>();

    /// <summary>
    /// Whether batch normalization is folded into the convolution or linear layer before it, if nothing else reads that layer: w' = w · γ /
    /// √(σ² + ε) and b' = (b − μ) · γ / √(σ² + ε) + β for each output, computed in float64 and rounded once. It is the same function to
    /// rounding, with one pass over memory less; the weights keep the names of the layer. Layers that normalize by batch statistics are not
    /// folded.
    /// </summary>
    public bool FoldBatchNormalization { get; init; } = true;
}
