namespace OnnxTrain;

/// <summary>How an ONNX file is written.</summary>
public sealed record ExportOptions
{
    /// <summary>
    /// The operator set, 13 to 26; null for the lowest that the model needs, at least 17. Lower ones are loaded by older runtimes.
    /// </summary>
    public int? Opset { get; init; }

    /// <summary>What the file says it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Whether the network's own output, before softmax or the undoing of standardization, is an output too: <c>logits</c>.
    /// </summary>
    public bool IncludeLogits { get; init; }

    /// <summary>
    /// Whether linear layers on rows [batch, features] that follow one another with nothing between them are written as the one layer they
    /// equal, W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂): the same function to rounding, with weights that no longer bear the layers' names.
    /// A narrow layer between wide ones grows by it: 1000-2-1000 holds 4,000 weights, and 1,000,000 as one layer.
    /// </summary>
    public bool CollapseLinear { get; init; }

    /// <summary>
    /// Other shapes for inputs by name, so that a network made and trained with numbers takes images of any height and width:
    /// <c>new() { ["image"] = ["batch", 3, "height", "width"] }</c>. The network's <c>Forward</c> runs once more on the new shapes. Inputs
    /// that are not named here keep theirs. An empty list for none.
    /// </summary>
    public IReadOnlyDictionary<string, Shape> InputShapes { get; init; } = new Dictionary<string, Shape>();

    /// <summary>
    /// Whether batch normalization goes into the convolution or linear layer before it, where nothing else reads that layer:
    /// w' = w · γ / √(σ² + ε) and b' = (b − μ) · γ / √(σ² + ε) + β for each output, taken in float64 and rounded once. It is the same
    /// function to rounding, and one trip through memory less; the weights keep the names of the layer. Layers that normalize by the
    /// statistics of the batch stay as they are.
    /// </summary>
    public bool FoldBatchNormalization { get; init; } = true;
}
