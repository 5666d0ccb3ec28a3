namespace OnnxTrain;

/// <summary>Compares the labels of a classifier, where two classes of the same probability may swap.</summary>
internal sealed class LabelComparer(Model model, VerificationData data, VerificationOptions options)
{
    public const string Label = "label";
    public const string Probabilities = "probabilities";

    private readonly Dictionary<string, int> _positions =
        model.Classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);

    private readonly Verdict[] _verdicts = new Verdict[data.Rows];
    private readonly (double Absolute, double Relative) _tolerance = options.Tolerance(model.ElementType);

    private enum Verdict : byte
    {
        Unseen,
        Equal,
        Tie,
        Different,
    }

    public LabelAgreement Agreement => new(
        _verdicts.Count(v => v != Verdict.Unseen), _verdicts.Count(v => v == Verdict.Equal), _verdicts.Count(v => v == Verdict.Tie));

    /// <summary>Takes in one run; the result tells for a row of the batch whether its labels tie.</summary>
    public Func<int, bool> Add(TensorData native, TensorData onnx, TensorData probabilities, VerificationBatch batch)
    {
        var ties = new bool[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            var (a, b) = (native.LabelOf(i), onnx.LabelOf(i));
            var verdict = a == b ? Verdict.Equal : IsTie(a, b, probabilities, i) ? Verdict.Tie : Verdict.Different;
            ties[i] = verdict == Verdict.Tie;
            ref var row = ref _verdicts[(batch.Start + i) % data.Rows];
            if (verdict > row) row = verdict;
        }

        return row => ties[row];
    }

    private bool IsTie(string a, string b, TensorData probabilities, int row)
    {
        if (!_positions.TryGetValue(a, out var first) || !_positions.TryGetValue(b, out var second)) return false;
        var (p, q) = (Probability(probabilities, row, first), Probability(probabilities, row, second));
        return Math.Abs(p - q) <= _tolerance.Absolute + (_tolerance.Relative * Math.Abs(p));
    }

    private double Probability(TensorData probabilities, int row, int label)
    {
        var index = (row * model.Classes.Count) + label;
        return probabilities.Elements is double[] doubles ? doubles[index] : probabilities.As<float>()[index];
    }
}
