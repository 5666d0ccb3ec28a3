namespace OnnxTrain;

/// <summary>
/// The gradients of the trained parameters, one by one and as vectors of adjacent parameters. Gradients of frozen parameters are not
/// computed.
/// </summary>
internal sealed class RunGradients
{
    private readonly Dictionary<Variable, Value> _gradients = [];
    private readonly Dictionary<ParameterRun, Value> _vectors = [];
    private IReadOnlyList<Value>? _means;
    private Func<Value, Value> _clip = g => g;

    /// <param name="block">The block of all parameters.</param>
    /// <param name="trained">The trained parameters.</param>
    /// <param name="objective">The value to minimize: a scalar that depends on all of them.</param>
    public RunGradients(VariableBlock block, IReadOnlySet<Variable> trained, Value objective)
    {
        Runs = ParameterRun.Of(block, trained);
        Variable[] parameters = [.. Runs.SelectMany(r => r.Variables)];
        var gradients = Gradients.Of(objective, [.. parameters.Select(p => p.ToValue())], Value.Constant(1, objective.ElementType));
        for (var i = 0; i < parameters.Length; i++) _gradients[parameters[i]] = gradients[i]!;
    }

    /// <summary>The parameters, in the longest possible runs.</summary>
    public IReadOnlyList<ParameterRun> Runs { get; }

    /// <summary>Replaces the gradients by those of several batches together.</summary>
    /// <param name="rows">The weight of this batch.</param>
    public GradientSum Accumulate(Value rows)
    {
        var sum = new GradientSum(Runs, rows, [.. Runs.Select(Vector)]);
        _means = sum.Means;
        return sum;
    }

    /// <summary>The gradient of a parameter before clipping.</summary>
    public Value Of(Variable parameter)
    {
        if (_means is null) return _gradients[parameter];
        var (run, i) = Place(parameter);
        return Runs[run].Part(_means[run], i);
    }

    /// <summary>Clips the gradients from now on: first each element, then the norm of all together.</summary>
    public void Clip(double? value, double? norm)
    {
        if (value is { } limit) _clip = g => GradientClipping.ByValue(g, limit);
        if (norm is not { } longest) return;
        var (byValue, scale) = (_clip, GradientClipping.Scale([.. Runs.Select((r, i) => _clip(_means?[i] ?? Vector(r)))], longest));
        _clip = g => byValue(g) * scale;
    }

    /// <summary>The clipped gradient of a parameter.</summary>
    public Value Clipped(Variable parameter) => _clip(Of(parameter));

    /// <summary>The clipped gradient of a run.</summary>
    public Value Clipped(ParameterRun run)
    {
        if (_means is null) return _clip(Vector(run));
        var (mean, first) = Place(run.Variables[0]);
        var start = Runs[mean].Offsets[first];
        return _clip(run.Length == Runs[mean].Length ? _means[mean] : _means[mean].Slice(0, start, start + run.Length));
    }

    /// <summary>The gradients of a run as one vector, from this batch.</summary>
    private Value Vector(ParameterRun run)
    {
        var whole = Runs.FirstOrDefault(r => r.Offset == run.Offset && r.Length == run.Length) ?? run;
        if (!_vectors.TryGetValue(whole, out var vector)) _vectors[whole] = vector = whole.Pack(whole.Variables.Select(v => _gradients[v]));
        return vector;
    }

    private (int Run, int Parameter) Place(Variable parameter)
    {
        for (var run = 0; run < Runs.Count; run++)
        {
            for (var i = 0; i < Runs[run].Variables.Count; i++)
            {
                if (Runs[run].Variables[i] == parameter) return (run, i);
            }
        }

        throw new ArgumentException($"{parameter} is frozen.");
    }
}
