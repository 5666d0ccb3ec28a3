using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// One raw input of a model: the column that it is read from, what it learns from the training rows, the operators from the raw input to
/// what a network takes, and its description in the exported file.
/// </summary>
public abstract class Feature
{
    private protected Feature(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The column that it is read from, and the input of the exported file.</summary>
    public string Name { get; }

    /// <summary>How its column of a table is to be read.</summary>
    public abstract ColumnKind ColumnKind { get; }

    /// <summary>The name of its kind in the metadata of files.</summary>
    internal abstract string Kind { get; }

    /// <summary>
    /// How many numbers of the row [batch, width] that all such features share it becomes; 0 for one that is a tensor of its own, such as
    /// an image.
    /// </summary>
    internal abstract int RowWidth { get; }

    /// <summary>The input of the exported file.</summary>
    internal abstract Value ToInput();

    /// <summary>The feature with what it learns from tensors, for one that rows of tensors can hold.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="column">The place of its column.</param>
    /// <exception cref="ArgumentException">It is read from a table.</exception>
    internal virtual Feature Learned(IRowSource rows, int column) => throw new ArgumentException(
        $"The feature '{Name}' is a {Kind}, which is read from a column of a table; the training rows are tensors.");

    /// <summary>
    /// Collects what the feature learns, in one pass over the training rows; null for a feature that has learned, or has nothing to learn.
    /// </summary>
    internal abstract FeatureFit? NewFit();

    /// <summary>Rows of a table as <see cref="ToInput"/> takes them.</summary>
    /// <exception cref="DataException">The column is missing, or holds what the feature does not take.</exception>
    internal abstract TensorData Read(TableBlock rows);

    /// <summary>Whether data sets hold it as the file takes it.</summary>
    internal virtual bool IsStoredRaw => false;

    /// <summary>All rows of a table as data sets hold them, for a feature that is a tensor of its own.</summary>
    /// <exception cref="DataException">The column is missing, or holds what the feature does not take.</exception>
    internal virtual RowTensor Store(CsvTable table, ImagePaths? images) =>
        throw new NotSupportedException($"A {Kind} is a part of a row, and no tensor of its own.");

    /// <summary>The raw input → what data sets hold: computed once for each row that is trained on.</summary>
    internal abstract Value Encode(Value input);

    /// <summary>What data sets hold → what the network takes: computed in each step, for features that are a tensor of their own.</summary>
    internal virtual Value Enter(Value stored) => stored;

    /// <summary>So many features of its kind, in words.</summary>
    internal virtual string Count(int count) => Invariant($"{count} {Kind}{(count == 1 ? "" : "s")}");

    /// <summary>Its row in reports: what it is and what it learned.</summary>
    internal abstract string Describe();

    /// <summary>Writes what <see cref="FeatureKinds.Read"/> reads, besides name and kind.</summary>
    internal abstract void Write(Utf8JsonWriter json);
}
