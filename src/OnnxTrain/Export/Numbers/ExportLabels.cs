namespace OnnxTrain;

/// <summary>Whether an exported file holds the names of classes and categories.</summary>
public enum ExportLabels
{
    /// <summary>The file takes categories as text, replaces missing numbers, and yields the names of classes.</summary>
    Names,

    /// <summary>
    /// The file takes and yields only numbers, for runtimes without text, such as OpenCV's DNN module. The output <c>label</c> is left
    /// out; the names of the classes, in the order of the probabilities, are in the metadata as <c>classes</c>. A category is given by its
    /// index, float32, and a missing number by the number that replaces it; the documentation of each input in the file lists them. Bounds
    /// of activations are written without <c>Clip</c>, whose form differs between opsets.
    /// </summary>
    None,
}
