using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// One target of a model: how the values of a column are encoded for the loss, the loss, the outputs of the exported file, and how
/// predictions are decoded.
/// </summary>
public abstract class Target
{
    private protected Target(string name) => Name = name;

    /// <summary>
    /// The column with the true values; if a model has several targets, also the prefix of the names of its outputs. Empty for models that
    /// take tensors.
    /// </summary>
    public string Name { get; }

    /// <summary>The weight of its loss if a model has several targets; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive or not finite.</exception>
    public double Weight
    {
        get;
        init =>
            field = value > 0 && double.IsFinite(value)
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Weight), value, "The weight of a target must be positive and finite.");
    } = 1;

    /// <summary>The loss to minimize if none is passed to the trainer; null for the default of the kind.</summary>
    public Loss? Loss { get; init; }

    /// <summary>The class names, in the order of the probabilities; empty unless the target is a class.</summary>
    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>The name of its kind in the metadata of files.</summary>
    internal abstract string Kind { get; }

    internal abstract ModelTask Task { get; }

    /// <summary>The width of its part of a row of the network's output; 0 if any width is possible.</summary>
    internal virtual int Width => 0;

    /// <summary>The loss if none is passed to the trainer.</summary>
    internal virtual Loss DefaultLoss => Loss ?? new MseLoss();

    /// <summary>The metrics of its kind; the first is the default.</summary>
    internal virtual IReadOnlyList<Metric> Metrics => [];

    /// <summary>The targets that it consists of: several, or only this one.</summary>
    internal virtual IReadOnlyList<Target> Parts => [this];

    /// <summary>The names of its outputs in a file with only this target.</summary>
    internal abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>The named outputs of the exported file, from the network's output.</summary>
    internal abstract IReadOnlyList<(string Name, Value Value)> Outputs(Value output);

    /// <summary>The named outputs of the exported file, from the result of <see cref="Answer"/>.</summary>
    internal abstract IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer);

    /// <summary>
    /// The values that metrics compare with the true values: probabilities, or predictions that <see cref="InUnits"/> gives the target's
    /// units.
    /// </summary>
    internal abstract Value Answer(Value output);

    /// <summary>The vote of a member of an ensemble, in the format of <see cref="Answer"/>; null if it cannot vote.</summary>
    internal virtual Value? Vote(Value answer) => null;

    /// <summary>
    /// Brings numbers that metrics compare, results of <see cref="Answer"/> or true values, to the units of the user, where they are.
    /// </summary>
    /// <returns>The same array.</returns>
    internal virtual double[] InUnits(double[] numbers) => numbers;

    /// <summary>
    /// The standard deviations that the numbers of an output have in the training rows: one for each element of a row, repeated to its end.
    /// The network computes in these units, so that the errors of rounding are in proportion to them.
    /// </summary>
    internal virtual IReadOnlyList<double> DeviationsOf(string output) => [1];

    /// <summary>Encodes the true values of users for the loss.</summary>
    internal virtual Value EncodeTarget(Value target) => target;

    /// <summary>Fits the target to the training rows.</summary>
    /// <exception cref="DataException">The column is missing, constant, or of another kind.</exception>
    internal virtual Target Fit(CsvTable train) => this;

    /// <summary>Reads the true values in the rows of a table, as one number each: the index of a class, or the number itself.</summary>
    /// <exception cref="DataException">A row has no value, or an unknown class.</exception>
    internal virtual float[] Read(CsvTable table) => throw NoColumn();

    /// <summary>Combines features and true values into rows for a trainer.</summary>
    /// <exception cref="DataException">A row has no true value, or an unknown class.</exception>
    internal virtual Dataset Rows(IReadOnlyList<RowTensor> features, CsvTable table) => throw NoColumn();

    /// <summary>Predictions and true values, for metrics; null if there are no metrics for the kind.</summary>
    /// <param name="answers">The result of <see cref="Answer"/> for all rows.</param>
    /// <param name="truth">The result of <see cref="Read"/> for all rows.</param>
    internal virtual Predictions? Compare(double[] answers, float[] truth) => null;

    /// <summary>Its description in reports.</summary>
    internal virtual string Describe() => "";

    /// <summary>Writes what <see cref="TargetKinds.Read"/> reads, besides name, kind and weight.</summary>
    internal virtual void Write(Utf8JsonWriter json)
    {
    }

    /// <summary>The column of a table, checked to have a value in every row.</summary>
    /// <exception cref="DataException">There is no such column, or a row has no value.</exception>
    private protected CsvColumn Column(CsvTable table)
    {
        var column = table[Name];
        if (column.MissingCount == 0) return column;
        var row = Enumerable.Range(0, column.Count).First(column.IsMissing);
        throw new DataException(
            $"{table.PlaceOf(row)}: the target '{Name}' is missing ({column.MissingCount} rows in all); leave such "
                + "rows out.");
    }

    private NotSupportedException NoColumn() => new($"A target of the kind '{Kind}' does not belong to a column of a table.");
}
