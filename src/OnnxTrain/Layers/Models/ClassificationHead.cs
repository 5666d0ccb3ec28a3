using System.Globalization;

namespace OnnxTrain;

/// <summary>The class with the largest logit in each row, or at each position in a row, and the probabilities of all.</summary>
internal sealed class ClassificationHead : ModelHead
{
    public ClassificationHead(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count < 2)
            throw new ArgumentException($"A classifier needs at least two classes; {classes.Count} were given.", nameof(classes));
        if (classes.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The class '{twice.Key}' was given twice.", nameof(classes));
        Classes = [.. classes.Select(c => NameText.Require(c, "class"))];
    }

    /// <summary>Whether a row may have a class at each of several places; else it has one.</summary>
    public bool TakesPlaces { get; init; }

    public override ModelTask Task => ModelTask.Classification;

    public override IReadOnlyList<string> Classes { get; }

    public override IReadOnlyList<(string Name, Value Value)> Outputs(Value output)
    {
        if (output.Rank < 2 || (output.Rank > 2 && !TakesPlaces) || output.Shape[1] != Classes.Count)
            throw new ShapeException(
                $"Classifier: the network yields {output.Type}; for {Classes.Count} classes it has to be [batch, "
                    + $"{Classes.Count}]{(TakesPlaces ? $", or [batch, {Classes.Count}, …] for a class at each place" : "")}.");
        return [("label", Names().Gather(output.ArgMax(1))), ("probabilities", Answer(output))];
    }

    public override Value Answer(Value output) => output.Softmax(1);

    /// <summary>The names as numbers if they all are.</summary>
    internal Value Names()
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
