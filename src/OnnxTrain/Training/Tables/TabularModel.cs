using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// A multilayer perceptron for tables. It takes raw columns, one input each; preprocessing is fitted on the training rows and
/// is part of the model, so the exported file needs nothing around it.
/// </summary>
public sealed class TabularModel : Model
{
    private const int RowsAtOnce = 1024;

    private readonly TabularSpec _spec;

    private TabularModel(TabularSpec spec, ulong seed, Action<IReadOnlyList<Variable>>? beforeMemory = null)
        : base(
            spec.NewNetwork(),
            [.. spec.Columns.Select(c => c.ToInput())],
            spec.Head, new TabularPreprocessing(spec.Columns), beforeMemory: beforeMemory)
    {
        _spec = spec;
        Describe();
        Initialize(seed);
    }

    private TabularModel(TabularSpec spec, EnsembleNetwork network)
        : base(network, [.. spec.Columns.Select(c => c.ToInput())], new EnsembleHead(spec.Head), new TabularPreprocessing(spec.Columns))
    {
        _spec = spec;
        Describe();
        network.CopyWeights();
    }

    /// <summary>The column that the model predicts.</summary>
    public string Target => _spec.Target;

    /// <summary>The columns that the model looks at, in the order of its inputs.</summary>
    public IReadOnlyList<string> Columns => [.. _spec.Columns.Select(c => c.Name)];

    /// <summary>The kind of each column, for reading further tables as the training table was read.</summary>
    public IReadOnlyDictionary<string, ColumnKind> ColumnKinds => _spec.Columns.ToDictionary(c => c.Name, c => c.Kind);

    /// <summary>A classifier of the values of a column.</summary>
    /// <param name="train">The training rows; preprocessing is fitted on them.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">Units of each hidden layer; 64 and 32 unless given.</param>
    /// <param name="options">The rest of the network; <paramref name="hidden"/> goes before its own.</param>
    /// <exception cref="DataException">The target is missing from the table or from a row, or has one value only.</exception>
    public static TabularModel Classifier(
        CsvTable train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var column = TargetColumn(train, target);
        if (column.Categories.Count < 2)
            throw new DataException(
                $"The target '{target}' is constant ('{column.Categories[0]}' in all {train.RowCount} rows), so there is nothing to tell "
                    + "apart.");
        if (options?.LogTarget == true)
            throw new ArgumentException(
                $"{nameof(TabularOptions.LogTarget)} is for numbers to predict; a classifier tells '{target}' apart.", nameof(options));
        return Create(train, target, hidden, options, column.Categories, NumberScale.None);
    }

    /// <summary>A model that predicts the number in a column.</summary>
    /// <param name="train">The training rows; preprocessing is fitted on them.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="hidden">Units of each hidden layer; 64 and 32 unless given.</param>
    /// <param name="options">The rest of the network; <paramref name="hidden"/> goes before its own.</param>
    /// <exception cref="DataException">The target is missing from the table or from a row, constant, or not numeric.</exception>
    public static TabularModel Regressor(
        CsvTable train, string target, IReadOnlyList<int>? hidden = null, TabularOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var column = TargetColumn(train, target);
        if (column.Kind != ColumnKind.Numeric)
            throw new DataException(
                $"The target '{target}' holds text such as '{column.Text(0)}'; regression predicts numbers. Classification tells texts "
                    + "apart.");
        if (column.DistinctCount < 2)
            throw new DataException(
                $"The target '{target}' is constant ({column.Text(0)} in all {train.RowCount} rows), so there is nothing to predict.");
        var scaling = options?.LogTarget == true ? Scaling.Log : Scaling.Standardize;
        return Create(train, target, hidden, options, [], NumberScale.Fit(scaling, train, column));
    }

    /// <summary>
    /// The rows of a table as the network takes them: preprocessed features, labels or targets, and the rows' weights if
    /// <see cref="TabularOptions.Weight"/> names their column.
    /// </summary>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public Dataset Encode(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = EncodeUnweighted(table);
        return _spec.Weight is { } weight ? rows.WithWeights(TabularWeights.Of(table, weight)) : rows;
    }

    private Dataset EncodeUnweighted(CsvTable table)
    {
        var width = (int)Features[0].Shape[1].Size;
        if ((long)table.RowCount * width > Array.MaxLength)
        {
            var widest = _spec.Columns.MaxBy(c => c.Width)!;
            throw new DataException(
                $"{table.RowCount} rows of {width} features do not fit into memory; column '{widest.Name}' alone has {widest.Width} "
                    + "categories. Leave it out.");
        }

        var features = new float[table.RowCount * width];
        foreach (var (start, outputs) in Run(Features, table)) outputs[0].As<float>().CopyTo(features.AsSpan(start * width));
        var tensor = Tensor.Create(features, [table.RowCount, width]);
        var column = TargetColumn(table, Target);
        return _spec.IsClassifier
            ? new(tensor, Labels(table, column), Classes.Count)
            : new(tensor, Tensor.Create(Numbers(table, column), [table.RowCount, 1]));
    }

    private float[] Numbers(CsvTable table, CsvColumn column)
    {
        if (column.Kind != ColumnKind.Numeric) throw NotNumeric(column);
        if (_spec.LogTarget) NumberScale.RequireNotNegative(table, column);
        return column.Numbers.ToArray();
    }

    /// <summary>The model in a file that <c>ExportOnnx</c> wrote, weights included; it can be run, trained on and exported again.</summary>
    /// <param name="path">An ONNX file of a tabular model.</param>
    /// <exception cref="DataException">The file is not such a file.</exception>
    public static TabularModel Load(string path) => TabularModelFile.Read(path);

    /// <summary>Predicts each row of a table.</summary>
    /// <param name="table">The columns that the model looks at; others are passed over, and the target may be missing.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public IReadOnlyList<TabularPrediction> Predict(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. Run([.. Outputs.Select(o => o.Value)], table).SelectMany(block => TabularPrediction.Rows(this, block.Outputs))];
    }

    /// <summary>Compares predictions for the rows of a table with its target column.</summary>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public Predictions Evaluate(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var validator = new Validator<float>(this, loss: null);
        return validator.Run(EncodeUnweighted(table)).Predictions!;
    }

    /// <summary>The columns of a table as the inputs take them.</summary>
    internal TensorData[] Read(CsvTable table) => [.. _spec.Columns.Select(c => c.Read(table))];

    /// <summary>Computes values for the rows of a table, block by block, so that memory does not grow with the table.</summary>
    private IEnumerable<(int Start, TensorData[] Outputs)> Run(IReadOnlyList<Value> outputs, CsvTable table)
    {
        var columns = Read(table);
        using var evaluator = new Evaluator(Inputs, outputs);
        for (var start = 0; start < table.RowCount; start += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, table.RowCount - start);
            yield return (start, evaluator.Run([.. columns.Select(c => c.Rows(start, rows))]));
        }
    }

    internal TabularSpec Spec => _spec;

    /// <param name="spec">What the model is.</param>
    /// <param name="beforeMemory">Told its variables before they get memory.</param>
    internal static TabularModel FromSpec(TabularSpec spec, Action<IReadOnlyList<Variable>>? beforeMemory = null) =>
        new(spec, seed: 0, beforeMemory);

    /// <summary>An ensemble of models with the same preprocessing.</summary>
    internal static TabularModel OfMembers(IReadOnlyList<TabularModel> members, EnsembleMethod method)
    {
        var ensemble = new TabularModel(members[0]._spec, new EnsembleNetwork(members, method));
        ensemble.Metadata[EnsembleSpec.MetadataKey] = new EnsembleSpec(method, [.. members.Select(member => member._spec)]).ToJson();
        return ensemble;
    }

    private void Describe()
    {
        Metadata[TabularSpec.MetadataKey] = _spec.ToJson();
        Metadata["features"] = string.Join(",", _spec.Columns.Select(c => c.Name));
        Metadata["target"] = _spec.Target;
        if (_spec.IsClassifier) Metadata["classes"] = string.Join(",", _spec.Classes);
    }

    private static TabularModel Create(
        CsvTable train, string target, IReadOnlyList<int>? hidden, TabularOptions? options, IReadOnlyList<string> classes,
        NumberScale targetScale)
    {
        options ??= new();
        foreach (var name in options.Ignore)
            _ = train[name];
        if (options.Weight is { } weight)
            _ =
                weight == target
                    ? throw new DataException($"The target '{target}' cannot be the weight of the rows too.")
                    : TabularWeights.Of(train, weight);
        CsvColumn[] used = [.. train.Columns.Where(c => c.Name != target && c.Name != options.Weight && !options.Ignore.Contains(c.Name))];
        TabularChoices.Check(options, train, used);
        TabularColumn[] columns = [.. used.Select(c => TabularColumn.Fit(train, c, options))];
        if (columns.Length == 0) throw new DataException($"There is no column besides the target '{target}' to predict it from.");
        string[] outputs = classes.Count > 0 ? ["label", "probabilities"] : ["prediction"];
        if (columns.FirstOrDefault(c => outputs.Contains(c.Name)) is { } same)
            throw new DataException(
                $"Column '{same.Name}' has the name of an output of the model; rename the column, or leave it out (--ignore {same.Name}).");
        var spec = new TabularSpec(
            columns, target, classes, targetScale.Center, targetScale.Scale, hidden ?? options.Hidden, options.Activation, options.Dropout)
        {
            LogTarget = options.LogTarget,
            Weight = options.Weight,
        };
        return new(spec, options.Seed);
    }

    private static CsvColumn TargetColumn(CsvTable table, string target)
    {
        var column = table[target];
        if (column.MissingCount == 0) return column;
        var row = Enumerable.Range(0, column.Count).First(column.IsMissing);
        throw new DataException(
            $"{table.Name}, line {table.LineOf(row)}: the target '{target}' is missing ({column.MissingCount} rows in all); leave such "
                + "rows out.");
    }

    private int[] Labels(CsvTable table, CsvColumn column)
    {
        var positions = Classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var labels = new int[table.RowCount];
        for (var row = 0; row < labels.Length; row++)
        {
            if (!positions.TryGetValue(column.Text(row), out labels[row]))
                throw new DataException(
                    $"{table.Name}, line {table.LineOf(row)}: the class '{column.Text(row)}' of '{Target}' did not occur in training "
                        + $"(known: {string.Join(", ", Classes)}).");
        }

        return labels;
    }

    private DataException NotNumeric(CsvColumn column) =>
        new($"The target '{Target}' holds text such as '{column.Text(0)}'; the model predicts numbers.");
}
