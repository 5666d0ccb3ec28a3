namespace OnnxTrain.Cli;

/// <summary>Images made ready to train on.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Train">Images to learn from.</param>
/// <param name="Validation">Validation images, or null.</param>
/// <param name="Notes">What was left out or changed, and why.</param>
internal sealed record ImageData(
    string Name, IReadOnlyList<string> Classes, IRowSource Train, IRowSource? Validation, IReadOnlyList<string> Notes)
{
    /// <summary>The images that results are told of.</summary>
    public IRowSource Judged => Validation ?? Train;

    /// <summary>How many images there are to learn from.</summary>
    public int TrainCount => (int)Train.RowCount!;

    /// <summary>How many validation images there are; null if there are none to be.</summary>
    public int? ValidationCount => (int?)Validation?.RowCount;

    public int Height => Axis(0);

    public int Width => Axis(1);

    public int Channels => Axis(2);

    /// <summary>Size and colour in words.</summary>
    public string Kind => $"{Width} × {Height} pixels, {(Channels == 1 ? "grey" : "colour")}";

    private int Axis(int axis) => (int)Train.Columns[0].RowShape[axis].Size;
}
