using System.Text;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// A training run as one HTML file for people: curves, layers, predictions, data, verification and settings. It needs no
/// network and no script; charts are SVG within it; light or dark follows the reader's system. It is well-formed XML too.
/// Parts that are not given are left out.
/// </summary>
public sealed class TrainingReport
{
    /// <summary>A report called <paramref name="title"/>.</summary>
    /// <param name="title">The heading, such as <c>penguins.csv: species</c>.</param>
    public TrainingReport(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>The course of training; layers and units are shown where <see cref="TrainingOptions.Diagnose"/> recorded them.</summary>
    public History? History { get; init; }

    /// <summary>What the model predicted for rows that it is judged by.</summary>
    public Predictions? Predictions { get; init; }

    /// <summary>What rows these are, such as <c>68 validation rows</c>.</summary>
    public string PredictedRows { get; init; } = "the rows judged by";

    /// <summary>The names of the classes in the order of the probabilities; numbers if left out.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The training rows, to be summarized column by column.</summary>
    public CsvTable? Data { get; init; }

    /// <summary>The column that is predicted.</summary>
    public string? Target { get; init; }

    /// <summary>What came of running the exported file.</summary>
    public ReportVerification? Verification { get; init; }

    /// <summary>What is to be known first: rows, network, the file written.</summary>
    public IReadOnlyList<ReportFact> Summary { get; init; } = [];

    /// <summary>How it was trained.</summary>
    public IReadOnlyList<ReportFact> Settings { get; init; } = [];

    /// <summary>The command line that does it again, or null.</summary>
    public string? Command { get; init; }

    /// <summary>The report as HTML.</summary>
    public string ToHtml() => ReportPage.Write(this);

    /// <summary>Writes the report, whole or not at all.</summary>
    /// <param name="path">The file, ending in <c>.html</c> for browsers; one that exists is replaced.</param>
    /// <exception cref="DirectoryNotFoundException">There is no folder to write in.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToHtml())));
    }
}
