namespace OnnxTrain;

/// <summary>
/// Compares the labels of a classifier, one to a row or at each place in it, where two classes of the same probability may swap.
/// </summary>
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

    /// <summary>
    /// Takes in one run; the result tells for a row of the batch whether its labels tie, and at no place differ otherwise.
    /// </summary>
    public Func<int, bool> Add(TensorData native, TensorData onnx, TensorData probabilities, VerificationBatch batch)
    {
        var ties = new bool[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            var verdict = VerdictOf(native, onnx, probabilities, i, native.Elements.Length / batch.Count);
            ties[i] = verdict == Verdict.Tie;
            ref var row = ref _verdicts[data.Row(batch, i)];
            if (verdict > row) row = verdict;
        }

        return row => ties[row];
    }

    /// <summary>The worst verdict of all positions in a row.</summary>
    private Verdict VerdictOf(TensorData native, TensorData onnx, TensorData probabilities, int row, int places)
    {
        var worst = Verdict.Equal;
        for (var place = 0; place < places && worst != Verdict.Different; place++)
        {
            var (a, b) = (native.LabelOf((row * places) + place), onnx.LabelOf((row * places) + place));
            if (a != b)
                worst = IsTie(a, b, c => Probability(probabilities, (((row * model.Classes.Count) + c) * places) + place))
                    ? Verdict.Tie
                    : Verdict.Different;
        }

        return worst;
    }

    private bool IsTie(string a, string b, Func<int, double> probability)
    {
        if (!_positions.TryGetValue(a, out var first) || !_positions.TryGetValue(b, out var second)) return false;
        var (p, q) = (probability(first), probability(second));
        return Math.Abs(p - q) <= _tolerance.Absolute + (_tolerance.Relative * Math.Abs(p));
    }

    private static double Probability(TensorData probabilities, int index) =>
        probabilities.Elements is double[] doubles ? doubles[index] : probabilities.As<float>()[index];
}
