using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Several targets of one network, whose output [batch, width] is the concatenation of the outputs for each target. Their outputs in the
/// file have their names as prefixes: <c>species_label</c>, <c>species_probabilities</c>, <c>price_prediction</c>.
/// </summary>
internal sealed class SeveralTargets : Target
{
    /// <exception cref="ArgumentException">Two targets have the same name.</exception>
    public SeveralTargets(IReadOnlyList<Target> parts)
        : base("")
    {
        if (parts.GroupBy(part => part.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The target '{twice.Key}' was given twice.", nameof(parts));
        Parts = [.. parts];
    }

    internal override IReadOnlyList<Target> Parts { get; }

    internal override string Kind => "several";

    internal override ModelTask Task => ModelTask.Custom;

    internal override int Width => Parts.Sum(part => part.Width);

    internal override Loss DefaultLoss => new TargetsLoss(Parts);

    internal override IReadOnlyList<string> OutputNames =>
        [.. Parts.SelectMany(part => part.OutputNames.Select(name => OutputName(part, name)))];

    internal override IReadOnlyList<(string Name, Value Value)> Outputs(Value output)
    {
        if (output.Rank != 2 || output.Shape[1] != Width)
            throw new ShapeException(
                $"The network yields {output.Type}; for the targets {string.Join(", ", Parts.Select(p => $"'{p.Name}' ({p.Width})"))} it "
                    + $"must be [batch, {Width}].");
        return
        [
            .. Parts.Zip(Slices(Parts, output), (part, slice) => Named(part, part.Outputs(slice))).SelectMany(outputs => outputs),
        ];
    }

    internal override IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer) =>
    [
        .. Parts.Zip(Slices(Parts, answer), (part, slice) => Named(part, part.OutputsOf(slice))).SelectMany(outputs => outputs),
    ];

    internal override Value Answer(Value output) =>
        Value.Concat(1, [.. Parts.Zip(Slices(Parts, output), (part, slice) => part.Answer(slice))]);

    internal override IReadOnlyList<double> DeviationsOf(string output) => Parts
        .SelectMany(part => part.OutputNames.Where(name => OutputName(part, name) == output).Select(part.DeviationsOf))
        .FirstOrDefault([1]);

    internal override Value? Vote(Value answer)
    {
        Value?[] votes = [.. Parts.Zip(Slices(Parts, answer), (part, slice) => part.Vote(slice))];
        return votes.Contains(null) ? null : Value.Concat(1, votes!);
    }

    internal override Target Fit(CsvTable train) => new SeveralTargets([.. Parts.Select(part => part.Fit(train))]);

    internal override Dataset Rows(IReadOnlyList<RowTensor> features, CsvTable table)
    {
        var rows = new float[table.RowCount * Parts.Count];
        for (var i = 0; i < Parts.Count; i++)
        {
            var truth = Parts[i].Read(table);
            for (var row = 0; row < truth.Length; row++) rows[(row * Parts.Count) + i] = truth[row];
        }

        return new(features, Tensor.Create(rows, [table.RowCount, Parts.Count]));
    }

    internal override string Describe() => string.Join("; ", Parts.Select(part => $"{part.Name}: {part.Describe()}"));

    /// <summary>The part of an output [batch, width] for each target.</summary>
    internal static IEnumerable<Value> Slices(IReadOnlyList<Target> parts, Value output)
    {
        var start = 0;
        foreach (var part in parts)
        {
            yield return output.Slice(1, start, start + part.Width);
            start += part.Width;
        }
    }

    private static IEnumerable<(string Name, Value Value)> Named(Target part, IEnumerable<(string Name, Value Value)> outputs) =>
        outputs.Select(output => (OutputName(part, output.Name), output.Value));

    private static string OutputName(Target part, string output) => $"{part.Name}_{output}";
}
