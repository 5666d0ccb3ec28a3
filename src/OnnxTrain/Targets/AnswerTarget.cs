namespace OnnxTrain;

/// <summary>A target whose predictions are already computed, as in an ensemble of models with this target.</summary>
internal sealed class AnswerTarget(Target target) : Target(target.Name)
{
    /// <summary>The underlying target.</summary>
    public Target Answered => target;

    public override IReadOnlyList<string> Classes => target.Classes;

    internal override string Kind => target.Kind;

    internal override ModelTask Task => target.Task;

    internal override Loss DefaultLoss => target.DefaultLoss;

    internal override IReadOnlyList<Metric> Metrics => target.Metrics;

    internal override IReadOnlyList<Target> Parts => target.Parts;

    internal override IReadOnlyList<string> OutputNames => target.OutputNames;

    /// <summary>Whether predictions of a target can be combined.</summary>
    public static bool Supports(Target target) => target is ClassTarget or NumberTarget or OutputTarget or SeveralTargets;

    internal override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => target.OutputsOf(output);

    internal override IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer) => target.OutputsOf(answer);

    internal override Value Answer(Value output) => output;

    internal override float[] Read(CsvTable table) => target.Read(table);

    internal override Dataset Rows(IReadOnlyList<RowTensor> features, CsvTable table) => target.Rows(features, table);

    internal override Predictions? Compare(double[] answers, float[] truth) => target.Compare(answers, truth);

    internal override IReadOnlyList<double> DeviationsOf(string output) => target.DeviationsOf(output);

    internal override double[] InUnits(double[] numbers) => target.InUnits(numbers);

    internal override string Describe() => target.Describe();
}
