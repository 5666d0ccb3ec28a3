namespace OnnxTrain;

/// <summary>
/// Finds the outputs of a model or a file that are predictions: <c>label</c> and <c>probabilities</c>, <c>prediction</c>, or the same with
/// the name of a target as a prefix, <c>price_prediction</c>; if there are none of these, all outputs of numbers.
/// </summary>
internal sealed class PredictionOutputs
{
    private readonly string _file;
    private readonly List<Part> _parts = [];

    /// <param name="outputs">Names and element types.</param>
    /// <param name="file">The file, for error messages.</param>
    /// <param name="targets">The targets of a file whose classes have no labels; none for other files.</param>
    /// <exception cref="DataException">The file has no outputs that are predictions.</exception>
    public PredictionOutputs(
        IReadOnlyList<(string Name, string ElementType)> outputs, string file, params IReadOnlyList<Target> targets)
    {
        _file = file;
        foreach (var (name, type) in outputs)
        {
            if (Prefix(name, ClassTarget.Label) is { } prefix && type is "string" or "int64" && Has(prefix + ClassTarget.Probabilities))
                _parts.Add(new(Target(prefix), name, prefix + ClassTarget.Probabilities));
            else if (Prefix(name, NumberTarget.Prediction) is { } number && IsFloat(type))
                _parts.Add(new(Target(number), null, name));
            else if (Prefix(name, ClassTarget.Probabilities) is { } classes && Find(targets, Target(classes)) is { } target)
                _parts.Add(new(Target(classes), null, name) { Classes = target.Classes, Threshold = (target as ClassTarget)?.Threshold });
        }

        if (_parts.Count == 0) _parts.AddRange(outputs.Where(o => IsFloat(o.ElementType)).Select(o => new Part(o.Name, null, o.Name)));
        if (_parts.Count == 0)
            throw new DataException(
                $"{file} has no outputs that are predictions: 'label' and 'probabilities', 'prediction', or others of numbers. The "
                    + $"outputs of the file: {string.Join(", ", outputs.Select(o => $"{o.Name}: {o.ElementType}"))}.");
        Names = [.. _parts.SelectMany(part => part.Label is null ? [part.Numbers] : (string[])[part.Label, part.Numbers])];

        bool Has(string name) => outputs.Any(o => o.Name == name && IsFloat(o.ElementType));
    }

    /// <summary>The names of the outputs to compute.</summary>
    public string[] Names { get; }

    /// <summary>The predictions in the outputs of a run.</summary>
    /// <param name="results">The outputs, in the order of <see cref="Names"/>.</param>
    /// <param name="rows">The rows that the model was run on.</param>
    /// <param name="classes">The number of classes; 0 if it is not known.</param>
    /// <exception cref="DataException">The outputs do not fit the number of rows and classes.</exception>
    public Prediction[] Rows(TensorData[] results, int rows, int classes = 0)
    {
        var predictions = new Prediction[_parts.Count][];
        var at = 0;
        for (var i = 0; i < _parts.Count; i++)
        {
            var label = _parts[i].Label is null ? null : results[at++];
            predictions[i] = Rows(_parts[i], label, results[at++], rows, _parts.Count == 1 ? classes : 0);
        }

        if (_parts.Count == 1) return predictions[0];
        return
        [
            .. Enumerable.Range(0, rows).Select(row => predictions[0][row] with
            {
                Targets = _parts.Select((part, i) => (part.Target, i)).ToDictionary(p => p.Target, p => predictions[p.i][row]),
            }),
        ];
    }

    private Prediction[] Rows(Part part, TensorData? labels, TensorData result, int rows, int classes)
    {
        var numbers = Floats(part, result);
        var width = numbers.Length / rows;
        if (width * rows != numbers.Length || width == 0) throw Misfit(part.Numbers, result, rows);
        if (part.Classes.Count > 0 && width == part.Classes.Count)
            return [.. Parts(numbers, width).Select(probabilities => OfProbabilities(part, probabilities))];
        if (labels is null)
        {
            var wide = result.Elements as double[];
            return
            [
                .. Parts(numbers, width).Select((values, row) => wide is null
                    ? new Prediction(null, [], values)
                    : new Prediction(null, [], values) { Numbers = wide[(row * width)..((row + 1) * width)], IsWide = true }),
            ];
        }

        var places = labels.Elements.Length / rows;
        if (places == 0 || places * rows != labels.Elements.Length || labels.Elements is not (string[] or long[]))
            throw Misfit(part.Label!, labels, rows);
        if (width % places != 0 || (classes > 0 && width != classes * places))
            throw new DataException(
                $"{_file}: the output '{part.Numbers}' is {result.Type} for {rows} rows, and the file names {classes} classes; it was "
                    + "changed after its export.");
        return
        [
            .. Parts(numbers, width).Select((probabilities, row) =>
            {
                string[] names = [.. Enumerable.Range(row * places, places).Select(labels.LabelOf)];
                return new Prediction(places == 1 ? names[0] : null, probabilities, []) { Labels = names };
            }),
        ];
    }

    private static IEnumerable<float[]> Parts(float[] numbers, int width)
    {
        for (var start = 0; start < numbers.Length; start += width) yield return numbers[start..(start + width)];
    }

    /// <summary>
    /// The prefix of a name before its ending: empty, or a target's name and an underscore; null if the name has another ending.
    /// </summary>
    private static string? Prefix(string name, string end) =>
        name == end ? "" : name.EndsWith("_" + end, StringComparison.Ordinal) ? name[..^end.Length] : null;

    private static string Target(string prefix) => prefix.Length == 0 ? "" : prefix[..^1];

    private static bool IsFloat(string type) => type is "float32" or "float64";

    private DataException Misfit(string output, TensorData result, int rows) =>
        new(
            $"{_file}: the output '{output}' is {result.Type} for {rows} rows, which is not one prediction for each; the file was changed "
                + "after its export.");

    private float[] Floats(Part part, TensorData tensor) => tensor.Type.ElementType.IsFloat()
        ? Array.ConvertAll(tensor.Numbers(), number => (float)number)
        : throw new DataException($"{_file}: the output '{part.Numbers}' is {tensor.Type}; predictions are float32 or float64.");

    /// <summary>The target of classes with a name, or the only one.</summary>
    private static Target? Find(IReadOnlyList<Target> targets, string name) =>
        targets.FirstOrDefault(target => target.Classes.Count > 0 && (target.Name == name || (targets.Count == 1 && name.Length == 0)));

    private static Prediction OfProbabilities(Part part, float[] probabilities)
    {
        var label = part.Classes[
            part.Threshold is { } threshold ? probabilities[1] >= threshold ? 1 : 0 : probabilities.AsSpan().IndexOf(probabilities.Max())];
        return new(label, probabilities, []) { Labels = [label] };
    }

    /// <param name="Target">The name of the target.</param>
    /// <param name="Label">The output with the labels; null if there is none.</param>
    /// <param name="Numbers">The output with probabilities or numbers.</param>
    private sealed record Part(string Target, string? Label, string Numbers)
    {
        /// <summary>The classes of probabilities without labels.</summary>
        public IReadOnlyList<string> Classes { get; init; } = [];

        /// <summary>The probability from which the second of two classes is the label, or null.</summary>
        public double? Threshold { get; init; }
    }
}
