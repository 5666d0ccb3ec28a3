using System.Text;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// A report on a training run as one HTML file: curves, predictions, images, the network, data, verification and settings. It needs no
/// internet and no scripts; charts are embedded SVG, in the light or dark mode of the reader's system, and images embedded PNG. It is
/// also well-formed XML. Parts that are not set are left out.
/// </summary>
public sealed class TrainingReport
{
    /// <summary>Creates a report.</summary>
    /// <param name="title">The heading, such as <c>penguins.csv: species</c>.</param>
    public TrainingReport(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>The history of training; layers and units are shown if <see cref="TrainingOptions.Diagnose"/> recorded them.</summary>
    public History? History { get; init; }

    /// <summary>The model, whose network is drawn; null for no drawing.</summary>
    public Model? Model { get; init; }

    /// <summary>Images: samples, augmented samples, mistakes.</summary>
    public IReadOnlyList<ReportGallery> Galleries { get; init; } = [];

    /// <summary>The targets of the model.</summary>
    public IReadOnlyList<ReportTarget> Targets { get; init; } = [];

    /// <summary>A description of the evaluated rows, such as <c>68 validation rows</c>.</summary>
    public string PredictedRows { get; init; } = "the evaluated rows";

    /// <summary>The training rows, to be summarized column by column.</summary>
    public CsvTable? Data { get; init; }

    /// <summary>What the model makes of each column, in a few words by the column's name.</summary>
    public IReadOnlyList<ReportFact> Columns { get; init; } = [];

    /// <summary>The result of verifying the exported file.</summary>
    public ReportVerification? Verification { get; init; }

    /// <summary>The main facts: rows, network, exported file.</summary>
    public IReadOnlyList<ReportFact> Summary { get; init; } = [];

    /// <summary>The training settings.</summary>
    public IReadOnlyList<ReportFact> Settings { get; init; } = [];

    /// <summary>The command line to reproduce the run, or null.</summary>
    public string? Command { get; init; }

    /// <summary>
    /// Whether cross-validation chose the number of epochs, so that there is no advice to train for longer.
    /// </summary>
    internal bool EpochsAreChosen { get; init; }

    /// <summary>The report as HTML.</summary>
    public string ToHtml() => ReportPage.Write(this);

    /// <summary>Writes the report, completely or not at all.</summary>
    /// <param name="path">The file, ending in <c>.html</c> for browsers; an existing file is replaced.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToHtml())));
    }
}
