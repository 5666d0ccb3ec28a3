namespace OnnxTrain;

/// <summary>What came of comparing one value of a file with the model's.</summary>
public enum NodeVerdict
{
    /// <summary>Both are equal within tolerance.</summary>
    Equivalent,

    /// <summary>They differ.</summary>
    Different,

    /// <summary>They are equal, and hold NaN or infinities; and so does an output of the file, though the features are finite.</summary>
    NotFinite,

    /// <summary>The model has no value of this name: a step on the way of one of its operators, or a node that it does not have.</summary>
    FileOnly,

    /// <summary>ONNX Runtime does not load or run the node.</summary>
    Failed,

    /// <summary>It comes after a node that ONNX Runtime does not run.</summary>
    NotRun,
}
