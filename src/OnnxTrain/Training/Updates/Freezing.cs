namespace OnnxTrain;

/// <summary>
/// The parameters and buffers that training does not change. A parameter is frozen if its group's rate factor is 0 or if the loss does not
/// depend on it: weight decay, constraint and running mean do not apply to it. If all parameters of a module are frozen, so are its
/// buffers, and its batch normalization uses the running statistics, as in inference. The buffers of other models, whose modules this
/// model shares, are also frozen.
/// </summary>
internal sealed class Freezing
{
    private readonly Model _model;
    private readonly HashSet<Variable> _buffers;

    /// <param name="model">The model.</param>
    /// <param name="loss">The loss, with nothing frozen.</param>
    /// <param name="groups">The groups of parameters.</param>
    /// <exception cref="ArgumentException">Nothing is left to train.</exception>
    public Freezing(Model model, Value loss, ParameterGroups groups)
    {
        _model = model;
        Variable[] candidates = [.. model.Parameters.Where(p => !groups.IsFrozen(p))];
        if (candidates.Length == 0)
            throw new ArgumentException("All parameters are frozen (ParameterGroup.RateFactor = 0), so there is nothing to train.");
        var gradients = Gradients.Of(loss, [.. candidates.Select(p => p.ToValue())], Value.Constant(1, loss.ElementType));
        Moving = candidates.Where((_, i) => gradients[i] is not null).ToHashSet();
        if (Moving.Count == 0)
            throw new ArgumentException("The loss depends on no parameter of the model that is not frozen, so there is nothing to train.");
        _buffers = model.Updates
            .Select(u => u.Variable)
            .Where(b => !model.Buffers.Contains(b) || IsFrozenModule(b.Name))
            .ToHashSet();
        (Output, Updates) = (model.Output, model.Updates);
        if (_buffers.Count > 0) (Output, Updates) = WithoutFrozen();
    }

    /// <summary>The parameters that training changes.</summary>
    public IReadOnlySet<Variable> Moving { get; }

    /// <summary>The output of the network in training.</summary>
    public Value Output { get; }

    /// <summary>The updates of the buffers that are not frozen.</summary>
    public IReadOnlyList<Assignment> Updates { get; }

    /// <summary>Whether the innermost module around a buffer that has parameters has only frozen ones.</summary>
    private bool IsFrozenModule(string buffer)
    {
        for (var end = buffer.LastIndexOf('.'); end >= 0; end = end == 0 ? -1 : buffer.LastIndexOf('.', end - 1))
        {
            var own = _model.Parameters.Where(p => p.Name.StartsWith(buffer.AsSpan(0, end + 1), StringComparison.Ordinal)).ToList();
            if (own.Count > 0) return !own.Exists(Moving.Contains);
        }

        return false;
    }

    private (Value Output, IReadOnlyList<Assignment> Updates) WithoutFrozen()
    {
        Assignment[] kept = [.. _model.Updates.Where(u => !_buffers.Contains(u.Variable))];
        var graph = new Graph(_model.Features, [_model.Output], kept);
        var frozen = new GraphRewrite(graph, new FrozenStatisticsPass(_buffers)).Graph;
        return (frozen.Fetches[0], frozen.Updates);
    }
}
