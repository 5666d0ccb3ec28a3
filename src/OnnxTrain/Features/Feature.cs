using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// One raw input of a model: its column, what it learns from the training rows, the operators that encode the raw input for the network,
/// and its description in the exported file.
/// </summary>
public abstract class Feature
{
    private protected Feature(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name of its column, and of its input in the exported file.</summary>
    public string Name { get; }

    /// <summary>The kind of its column in a table.</summary>
    public abstract ColumnKind ColumnKind { get; }

    /// <summary>The name of its kind in the metadata of files.</summary>
    internal abstract string Kind { get; }

    /// <summary>
    /// The number of its columns in the row [batch, width] of all features that become numbers; 0 for a feature that is a separate tensor,
    /// such as an image.
    /// </summary>
    internal abstract int RowWidth { get; }

    /// <summary>The number of inputs of the network that its columns in the row become: <see cref="RowWidth"/>, or embeddings.</summary>
    internal virtual int NetworkWidth => RowWidth;

    /// <summary>The input of the exported file.</summary>
    internal abstract Value ToInput();

    /// <summary>The feature with what it learns from tensors, for one that rows of tensors can hold.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="column">The place of its column.</param>
    /// <exception cref="ArgumentException">It is read from a table.</exception>
    internal virtual Feature Learned(IRowSource rows, int column) => throw new ArgumentException(
        $"The feature '{Name}' is a {Kind}, which is read from a column of a table; the training rows are tensors. "
            + $"{nameof(RowTables.ToTable)} makes a table of tensors with one value a row.");

    /// <summary>
    /// Starts fitting the feature in one pass over the training rows; null if it is already fitted, or has nothing to learn.
    /// </summary>
    internal abstract FeatureFit? NewFit();

    /// <summary>Whether rows in memory hold it as a tensor of several values a row, such as an image.</summary>
    internal virtual bool IsTensor => false;

    /// <summary>A tensor of rows as the input takes it, for a feature that is a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor does not fit.</exception>
    internal virtual TensorData ToRaw(RowTensor rows) => throw new NotSupportedException($"A {Kind} is not a tensor.");

    /// <summary>Reads rows of a table in the form of <see cref="ToInput"/>.</summary>
    /// <exception cref="DataException">The column is missing, or holds values that the feature cannot take.</exception>
    internal abstract TensorData Read(TableBlock rows);

    /// <summary>Whether data sets hold the raw input.</summary>
    internal virtual bool IsStoredRaw => false;

    /// <summary>Reads all rows of a table in the form of data sets, for a feature that is a separate tensor.</summary>
    /// <exception cref="DataException">The column is missing, or holds values that the feature cannot take.</exception>
    internal virtual RowTensor Store(CsvTable table, ImagePaths? images) =>
        throw new NotSupportedException($"A {Kind} is a part of a row, not a separate tensor.");

    /// <summary>Encodes the raw input in the form of data sets, computed once for each training row.</summary>
    internal abstract Value Encode(Value input);

    /// <summary>
    /// Converts the form of data sets to that of the network, computed in each step, for features that are separate tensors.
    /// </summary>
    internal virtual Value Enter(Value stored) => stored;

    /// <summary>Raw input in the form of a file that takes only numbers: without text and without missing values.</summary>
    internal virtual TensorData ToNumbers(TensorData raw) => raw;

    /// <summary>What the input of such a file takes, in words; empty if it is what other files take.</summary>
    internal virtual string DescribeNumbers() => "";

    /// <summary>What the input of a file takes, in words; empty if its type says it.</summary>
    internal virtual string DescribeInput() => "";

    /// <summary>Whether the file takes all texts of the column as they are, and knows which stand for a missing value.</summary>
    internal virtual bool IsReadVerbatim => false;

    /// <summary>Whether the model can do something with a text of the column, other than to take it as missing or unknown.</summary>
    internal virtual bool TakesText(string text) => true;

    /// <summary>A text that looks like one that the file knows; null if there is none.</summary>
    internal virtual string? Malformed => null;

    /// <summary>So many features of its kind, in words.</summary>
    internal virtual string Count(int count) => Invariant($"{count} {Kind}{(count == 1 ? "" : "s")}");

    /// <summary>Its description in reports: what it is and what it learned.</summary>
    internal abstract string Describe();

    /// <summary>Writes what <see cref="FeatureKinds.Read"/> reads, except name and kind.</summary>
    internal abstract void Write(Utf8JsonWriter json);
}
