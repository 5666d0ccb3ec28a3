namespace OnnxTrain.Cli;

/// <summary>Images made ready to train on.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Train">Images to learn from.</param>
/// <param name="Validation">Validation images, or null.</param>
/// <param name="Notes">What was left out or changed, and why.</param>
internal sealed record ImageData(
    string Name, IReadOnlyList<string> Classes, Dataset Train, Dataset? Validation, IReadOnlyList<string> Notes)
{
    /// <summary>The images that results are told of.</summary>
    public Dataset Judged => Validation ?? Train;

    public int Height => (int)Train.Pixels!.Lengths[1];

    public int Width => (int)Train.Pixels!.Lengths[2];

    public int Channels => (int)Train.Pixels!.Lengths[3];

    /// <summary>Size and colour in words.</summary>
    public string Kind => $"{Width} × {Height} pixels, {(Channels == 1 ? "grey" : "colour")}";
}
