using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// One answer of a model: how the values of a column become what a loss compares with, the loss, the outputs of the exported file, and how
/// predictions become answers again.
/// </summary>
public abstract class Target
{
    private protected Target(string name) => Name = name;

    /// <summary>
    /// The column with the right answers; where a model has several targets, the beginning of the names of its outputs. Empty where a
    /// model takes tensors.
    /// </summary>
    public string Name { get; }

    /// <summary>How much its loss counts where a model has several targets; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive or not finite.</exception>
    public double Weight
    {
        get;
        init =>
            field = value > 0 && double.IsFinite(value)
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Weight), value, "The weight of a target has to be positive and finite.");
    } = 1;

    /// <summary>The loss to minimize where the trainer is given none; null for the usual one of the kind.</summary>
    public Loss? Loss { get; init; }

    /// <summary>The names of the classes, in the order of the probabilities; empty unless it is a class.</summary>
    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>The name of its kind in the metadata of files.</summary>
    internal abstract string Kind { get; }

    internal abstract ModelTask Task { get; }

    /// <summary>How many numbers a row of the network's output is for it; 0 if any.</summary>
    internal virtual int Width => 0;

    /// <summary>The loss where none was given.</summary>
    internal virtual Loss DefaultLoss => Loss ?? new MseLoss();

    /// <summary>The names of its outputs in a file of this one target.</summary>
    internal abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>The named outputs of the exported file, from the network's output.</summary>
    internal abstract IReadOnlyList<(string Name, Value Value)> Outputs(Value output);

    /// <summary>The named outputs of the exported file, from what <see cref="Answer"/> yields.</summary>
    internal abstract IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer);

    /// <summary>The values that metrics compare with the truth: probabilities, or predictions in the target's units.</summary>
    internal abstract Value Answer(Value output);

    /// <summary>The truth as users give it → as the loss takes it.</summary>
    internal virtual Value EncodeTarget(Value target) => target;

    /// <summary>The same target with what it learns from the training rows.</summary>
    /// <exception cref="DataException">There is nothing to learn: the column is missing, constant, or of another kind.</exception>
    internal virtual Target Fit(CsvTable train) => this;

    /// <summary>The truth in the rows of a table, a number each: that of a class, or the number itself.</summary>
    /// <exception cref="DataException">A row has none, or one that the target does not know.</exception>
    internal virtual float[] Read(CsvTable table) => throw NoColumn();

    /// <summary>Features and truth as the rows that a trainer takes.</summary>
    /// <exception cref="DataException">A row has no truth, or one that the target does not know.</exception>
    internal virtual Dataset Rows(IReadOnlyList<RowTensor> features, CsvTable table) => throw NoColumn();

    /// <summary>Predictions beside the truth, for metrics; null if there are no metrics for the kind.</summary>
    /// <param name="answers">What <see cref="Answer"/> yields, all rows.</param>
    /// <param name="truth">What <see cref="Read"/> yields, all rows.</param>
    internal virtual Predictions? Compare(double[] answers, float[] truth) => null;

    /// <summary>Its row in reports: what there is to predict.</summary>
    internal virtual string Describe() => "";

    /// <summary>Writes what <see cref="TargetKinds.Read"/> reads, besides name, kind and weight.</summary>
    internal virtual void Write(Utf8JsonWriter json)
    {
    }

    /// <summary>The column of a table with the truth in every row.</summary>
    /// <exception cref="DataException">There is no such column, or a row without a value.</exception>
    private protected CsvColumn Column(CsvTable table)
    {
        var column = table[Name];
        if (column.MissingCount == 0) return column;
        var row = Enumerable.Range(0, column.Count).First(column.IsMissing);
        throw new DataException(
            $"{table.PlaceOf(row)}: the target '{Name}' is missing ({column.MissingCount} rows in all); leave such "
                + "rows out.");
    }

    private NotSupportedException NoColumn() => new($"A target of the kind '{Kind}' is in no column of a table.");
}
