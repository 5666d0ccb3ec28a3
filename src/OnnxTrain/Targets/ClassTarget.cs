using System.Globalization;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A classification target. The network yields one logit per class. The file has the outputs <c>label</c>, the name of the class with the
/// largest logit, and <c>probabilities</c>. If the network yields [batch, classes, …], each pixel or position has a class.
/// </summary>
public sealed class ClassTarget : Target
{
    internal const string Label = "label", Probabilities = "probabilities", Other = "other";

    private Dictionary<string, int>? _positions;

    /// <summary>Creates a target for the classes in a column. The classes are those of the training rows.</summary>
    /// <param name="name">The column.</param>
    public ClassTarget(string name)
        : base(name) => Classes = [];

    internal ClassTarget(string name, IReadOnlyList<string> classes)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count < 2)
            throw new ArgumentException($"A classifier needs at least two classes; {classes.Count} were given.", nameof(classes));
        if (classes.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The class '{twice.Key}' was given twice.", nameof(classes));
        Classes = [.. classes.Select(c => NameText.Require(c, "class"))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <summary>
    /// Classes that are predicted as one, <c>other</c>, such as those with too few rows to be learned. Where a class of the training rows
    /// has this name, they join it.
    /// </summary>
    public IReadOnlyList<string> Merged
    {
        get;
        init => field = value is null ? throw new ArgumentNullException(nameof(Merged)) : [.. value];
    } = [];

    /// <summary>
    /// The temperature T: probabilities are softmax(logits / T), so that they are calibrated (<see cref="TemperatureScaling"/>). 1 by
    /// default.
    /// </summary>
    public double Temperature
    {
        get;
        internal init => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Temperature), value, "The temperature must be positive and finite.");
    } = 1;

    /// <summary>
    /// The probability from which the second of two classes is the label (<see cref="DecisionThreshold"/>); null for the class with the
    /// largest probability.
    /// </summary>
    public double? Threshold
    {
        get;
        internal init => field = value is null or (> 0 and < 1) && (value is null || Classes.Count == 2)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Threshold), value, $"A threshold is a probability of two classes, above 0 and below 1; there are {Classes.Count}.");
    }

    /// <summary>Whether a row may have a class for each pixel or position instead of a single one.</summary>
    internal bool TakesPlaces { get; init; }

    internal override string Kind => "class";

    internal override ModelTask Task => ModelTask.Classification;

    internal override int Width => Classes.Count;

    internal override Loss DefaultLoss => Loss ?? new CrossEntropyLoss();

    internal override IReadOnlyList<Metric> Metrics => [new Accuracy(), new F1Score()];

    internal override IReadOnlyList<string> OutputNames => [Label, Probabilities];

    internal override IReadOnlyList<(string Name, Value Value)> Outputs(Value output)
    {
        if (output.Rank < 2 || (output.Rank > 2 && !TakesPlaces) || output.Shape[1] != Classes.Count)
            throw new ShapeException(
                $"Classifier: the network yields {output.Type}; for {Classes.Count} classes it must be [batch, "
                    + $"{Classes.Count}]"
                    + $"{(TakesPlaces ? $", or [batch, {Classes.Count}, …] for a class for each pixel or position" : "")}.");
        if (Threshold is not null) return OutputsOf(Answer(output));
        return [(Label, Names().Gather(output.ArgMax(1))), (Probabilities, Answer(output))];
    }

    internal override IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer) =>
        [(Label, Names().Gather(Index(answer))), (Probabilities, answer)];

    internal override Value Answer(Value output) => (Temperature == 1 ? output : output / Temperature).Softmax(1);

    internal override Value Vote(Value answer) => SoftmaxCrossEntropyOp.OneHot(answer.ArgMax(1), answer.Type);

    internal override Target Fit(CsvTable train)
    {
        if (Classes.Count > 0) return this;
        var column = Column(train);
        if (column.Categories.Count < 2)
            throw new DataException(
                $"The target '{Name}' is constant ('{column.Categories[0]}' in all {train.RowCount} rows), so there is nothing to tell "
                    + "apart.");
        string[] own = [.. column.Categories.Where(name => !Merged.Contains(name))];
        string[] classes = own.Length < column.Categories.Count && !own.Contains(Other) ? [.. own, Other] : own;
        return classes.Length > 1
            ? new ClassTarget(Name, classes) { Weight = Weight, Loss = Loss, Merged = Merged }
            : throw new DataException($"The classes of '{Name}' that are merged leave a single one, '{classes[0]}'. Merge fewer.");
    }

    internal override float[] Read(CsvTable table) => Array.ConvertAll(Labels(table), label => (float)label);

    internal override Dataset Rows(IReadOnlyList<RowTensor> features, CsvTable table) => new(features, Labels(table), Classes.Count);

    internal override Predictions Compare(double[] answers, float[] truth) =>
        Predictions.OfClasses(answers, Array.ConvertAll(truth, label => (int)label), Classes.Count).WithThreshold(Threshold);

    internal override string Describe() => Invariant($"{Classes.Count} classes ({NameList.Of(Classes)})")
        + (Temperature == 1 ? "" : Invariant($", temperature {Temperature:0.###}"))
        + (Threshold is { } threshold ? Invariant($", '{Classes[1]}' from a probability of {threshold:0.####} on") : "");

    internal override void Write(Utf8JsonWriter json)
    {
        SpecJson.WriteTexts(json, "classes", Classes);
        if (Temperature != 1) json.WriteNumber("temperature", Temperature);
        if (Threshold is { } threshold) json.WriteNumber("threshold", threshold);
        if (Merged.Count > 0) SpecJson.WriteTexts(json, "merged", Merged);
    }

    internal static ClassTarget Read(string name, JsonElement json) => new(name, SpecJson.Texts(json.GetProperty("classes")))
    {
        Weight = TargetKinds.Weight(json),
        Temperature = json.TryGetProperty("temperature", out var temperature) ? temperature.GetDouble() : 1,
        Threshold = json.TryGetProperty("threshold", out var threshold) ? threshold.GetDouble() : null,
        Merged = json.TryGetProperty("merged", out var merged) ? SpecJson.Texts(merged) : [],
    };

    /// <summary>The index of the class that is written so; null if there is none.</summary>
    internal int? LabelOf(string text)
    {
        _positions ??= Classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        return _positions.TryGetValue(text, out var label) || TryTruth(text, out label) ? label
            : Merged.Contains(text) && _positions.TryGetValue(Other, out label) ? label
            : null;
    }

    /// <summary>The rows whose class it knows.</summary>
    internal int[] KnownRows(CsvTable table)
    {
        var column = table[Name];
        return [.. Enumerable.Range(0, table.RowCount).Where(row => LabelOf(column.Text(row)) is not null)];
    }

    /// <summary>The index of each row's class.</summary>
    /// <exception cref="DataException">A row has no value, or an unknown class.</exception>
    internal int[] Labels(CsvTable table)
    {
        var column = Column(table);
        var labels = new int[table.RowCount];
        for (var row = 0; row < labels.Length; row++)
        {
            var text = column.Text(row);
            labels[row] = LabelOf(text)
                ?? throw new DataException(
                    $"{table.PlaceOf(row)}: the class '{text}' of '{Name}' did not occur in training "
                        + $"(known: {string.Join(", ", Classes)}).");
        }

        return labels;
    }

    /// <summary>The same target with other probabilities or labels.</summary>
    internal ClassTarget With(double temperature, double? threshold) => new(Name, Classes)
    {
        Weight = Weight, Loss = Loss, Merged = Merged, TakesPlaces = TakesPlaces, Temperature = temperature, Threshold = threshold,
    };

    /// <summary>The index of the predicted class.</summary>
    private Value Index(Value probabilities) => Threshold is { } threshold
        ? (probabilities.Slice(1, 1, 2).Squeeze(1) >= threshold).Cast(ElementType.Int64)
        : probabilities.ArgMax(1);

    /// <summary>The class of a truth value that is written in another way than in the training rows.</summary>
    private bool TryTruth(string text, out int label)
    {
        label = Classes.Count == 2 && TruthText.Of(Classes[0]) == !TruthText.Of(Classes[1]) && TruthText.Of(text) is { } truth
            ? TruthText.Of(Classes[0]) == truth ? 0 : 1
            : -1;
        return label >= 0;
    }

    /// <summary>The names, as integers if they all are integers.</summary>
    private Value Names()
    {
        var numbers = new long[Classes.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!long.TryParse(Classes[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i])
                || numbers[i].ToString(CultureInfo.InvariantCulture) != Classes[i])
                return Value.Constant<string>([.. Classes], [Classes.Count]);
        }

        return Value.Constant<long>(numbers, [numbers.Length]);
    }
}
