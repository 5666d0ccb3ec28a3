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

    /// <summary>Whether the network's own output, before softmax or the undoing of standardization, is an output too: <c>logits</c>.</summary>
    public bool IncludeLogits { get; init; }
}
