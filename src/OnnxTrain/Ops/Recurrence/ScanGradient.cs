namespace OnnxTrain;

/// <summary>Writes the gradient of a <see cref="ScanOp"/>: a scan in the other direction, whose body is the gradient of the body.</summary>
internal sealed class ScanGradient
{
    private readonly ScanOp _op;
    private readonly Node _node;
    private readonly IReadOnlyList<Value?> _gradients;
    private readonly InputValue[] _feeds;

    public ScanGradient(ScanOp op, Node node, IReadOnlyList<Value?> gradients)
    {
        (_op, _node, _gradients) = (op, node, gradients);
        _feeds = [.. op.StepTypes([.. node.Inputs.Select(v => v.Type)]).Select((type, i) => new InputValue(Name("x", i), type))];
    }

    private int First => _op.States + _op.Scanned;

    public Value?[] Write()
    {
        var outputs = _op.Body.Apply(_feeds);
        InputValue?[] upstream = [.. outputs.Select((y, i) => HasUpstream(y, i) ? new InputValue(Name("dy", i), y.Type) : null)];
        var slopes = Gradients.Of(outputs, [.. _feeds.Select(f => f.ElementType.IsFloat() ? f : null)], upstream);

        // the states of the gradient's scan: ds, and the sums of dw
        int[] states = [.. Enumerable.Range(0, _op.States).Where(i => upstream[i] is not null)];
        int[] sums = [.. Enumerable.Range(First, _feeds.Length - First).Where(i => slopes[i] is not null)];
        int[] slices = [.. Enumerable.Range(_op.States, _op.Scanned).Where(i => slopes[i] is not null)];
        InputValue[] totals = [.. sums.Select(i => new InputValue(Name("sum", i), _feeds[i].Type))];
        Value[] fetches =
        [
            .. states.Select(i => slopes[i] ?? Zeros(_feeds[i].Type)),
            .. sums.Select((i, k) => totals[k] + slopes[i]!),
            .. slices.Select(i => slopes[i]!),
        ];

        var read = ReadBy(fetches);
        int[] before = [.. Enumerable.Range(0, _op.States).Where(i => read.Contains(_feeds[i]))];
        int[] inputs = [.. Enumerable.Range(_op.States, _op.Scanned).Where(i => read.Contains(_feeds[i]))];
        int[] given = [.. Enumerable.Range(First, _feeds.Length - First).Where(i => read.Contains(_feeds[i]))];
        int[] ofSteps = [.. Enumerable.Range(_op.States, outputs.Length - _op.States).Where(i => upstream[i] is not null)];
        if (states.Length + sums.Length + slices.Length == 0) return new Value?[_feeds.Length];

        // Where a step needs none of these, as in a sum, the upstream gradient alone, or else an input, tells the number of steps.
        int[] scanned = before.Length + inputs.Length + ofSteps.Length > 0 ? inputs : [_op.States];
        var kept = KeptStates(before);
        var body = new Graph(
            [
                .. states.Select(i => upstream[i]!), .. totals,
                .. before.Select(i => _feeds[i]), .. scanned.Select(i => _feeds[i]), .. ofSteps.Select(i => upstream[i]!),
                .. given.Select(i => _feeds[i]),
            ],
            fetches);
        var op = new ScanOp(
            new(body), states.Length + sums.Length, before.Length + scanned.Length + ofSteps.Length, _op.Axis, !_op.IsReverse, []);
        var results = op.NodeOf(
        [
            .. states.Select(i => _gradients[i] ?? Zeros(_feeds[i].Type)), .. totals.Select(t => Zeros(t.Type)),
            .. before.Select(i => kept[i]), .. scanned.Select(i => _node.Inputs[i]), .. ofSteps.Select(i => _gradients[i]!),
            .. given.Select(i => _node.Inputs[i]),
        ]).Outputs;

        var all = new Value?[_feeds.Length];
        foreach (var (input, k) in ((int[])[.. states, .. sums, .. slices]).Select((input, k) => (input, k))) all[input] = results[k];
        return all;
    }

    /// <summary>States always have one, since a later step may use them; outputs only if the gradient of all steps is given.</summary>
    private bool HasUpstream(Value output, int index) =>
        output.ElementType.IsFloat() && (index < _op.States || _gradients[index] is not null);

    /// <summary>The states before each step, by index; if the scan did not keep them, another one does.</summary>
    private Dictionary<int, Value> KeptStates(int[] wanted)
    {
        var (kept, node) = (_op.Kept, _node);
        if (!wanted.All(_op.Kept.Contains))
        {
            var graph = _op.Body.Graph;
            kept = wanted;
            var fetches = graph.Fetches.Take(graph.Fetches.Count - _op.Kept.Length).Concat(wanted.Select(i => graph.Feeds[i]));
            node = (_op with { Body = new(new(graph.Feeds, [.. fetches])), Kept = kept }).NodeOf([.. _node.Inputs]);
        }

        var first = node.Outputs.Length - kept.Length;
        return kept.Select((state, k) => (state, k)).ToDictionary(pair => pair.state, pair => node.Outputs[first + pair.k]);
    }

    private static HashSet<Value> ReadBy(Value[] fetches)
    {
        var read = new HashSet<Value>();
        var pending = new Stack<Value>(fetches);
        while (pending.TryPop(out var value))
        {
            if (!read.Add(value)) continue;
            foreach (var input in value.Producer?.Inputs ?? []) pending.Push(input);
        }

        return read;
    }

    private static Value Zeros(TensorType type) => Value.Constant(0, type.ElementType).Expand(type.Shape);

    private static string Name(string kind, int index) => Invariant($"{kind}{index}");
}
