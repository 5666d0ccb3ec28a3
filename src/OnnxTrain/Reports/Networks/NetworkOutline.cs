namespace OnnxTrain;

/// <summary>The layers of a model's network in the order of computation, from its graph and its modules.</summary>
internal sealed class NetworkOutline
{
    private readonly Model _model;
    private readonly Graph _graph;
    private readonly NetworkBlocks _blocks;
    private readonly Dictionary<Value, DrawnLayer> _from = [];
    private readonly Dictionary<string, DrawnLayer> _ofPath = new(StringComparer.Ordinal);
    private readonly List<DrawnLayer> _layers = [];

    private NetworkOutline(Model model)
    {
        (_model, _graph) = (model, new(model.Features, [model.Output]));
        _blocks = new(model.Modules, _graph);
    }

    /// <summary>Inputs, layers and outputs; empty if the network has no modules, as that of an ensemble.</summary>
    public static IReadOnlyList<DrawnLayer> Of(Model model)
    {
        if (model.Modules.Count == 0) return [];
        var outline = new NetworkOutline(model);
        outline.AddInputs();
        foreach (var node in outline._graph.Nodes) outline.Add(node);
        if (!outline._from.ContainsKey(model.Output)) return [];
        outline.Count();
        return outline.Folded();
    }

    private void AddInputs()
    {
        Feature[] features = _model is DataModel data ? [.. data.InputFeatures] : [];
        Feature[] numbers = [.. features.Where(feature => feature.RowWidth > 0)], others = [.. features.Except(numbers)];
        for (var i = 0; i < _model.Features.Count; i++)
        {
            var (value, at) = (_model.Features[i], i - (numbers.Length > 0 ? 1 : 0));
            var title = features.Length == 0 ? value is InputValue input ? input.Name : "input"
                : at < 0 ? numbers.Length == 1 ? numbers[0].Name : Invariant($"{numbers.Length} features")
                : others[at].Name;
            var layer = new DrawnLayer(title, value.Shape)
            {
                IsEnd = true, Text = at < 0 && numbers.Length > 1 ? "" : features.Length == 0 || at < 0 ? "" : others[at].Kind,
            };
            if (at < 0 && features.Length > 0) layer = new(title, null) { IsEnd = true, Text = Width(value) };
            _from[value] = layer;
            _layers.Add(layer);
        }
    }

    private static string Width(Value row) => $"{row.Shape[row.Shape.Rank - 1]} inputs";

    private void Add(Node node)
    {
        DrawnLayer[] from = [.. node.Inputs.Where(_from.ContainsKey).Select(value => _from[value]).Distinct()];
        if (from.Length == 0) return;
        var path = _blocks.Of(node.Path);
        var layer = path is not null && _ofPath.TryGetValue(path, out var known) ? known : New(node, path, from);
        if (path is not null) _ofPath[path] = layer;
        layer.From = [.. layer.From.Union(from.Where(f => f != layer && _layers.IndexOf(f) < _layers.IndexOf(layer)))];
        foreach (var output in node.Outputs) _from[output] = layer;
        layer.Shape = node.Outputs[0].Shape;
    }

    private DrawnLayer New(Node node, string? path, DrawnLayer[] from)
    {
        var title = path is null ? node.Op.Name : path == "preprocessing" ? "Preprocessing" : Title(path);
        if (from is [{ IsEnd: false } before] && Follows(node, path, before))
        {
            if (before.Then.Count == 0 || before.Then[^1] != title) before.Then.Add(title);
            return before;
        }

        var layer = new DrawnLayer(title, node.Outputs[0].Shape) { IsBlock = path is not null && _blocks.IsBlock(path) };
        _layers.Add(layer);
        return layer;
    }

    /// <summary>Whether it is a small step that keeps the shape, such as a normalization or an activation, or only reshapes.</summary>
    private bool Follows(Node node, string? path, DrawnLayer before)
    {
        if (path is not null && _blocks.IsBlock(path)) return false;
        if (path is null) return node.Op.Name is "Reshape" or "Flatten" or "Squeeze" || node.Outputs[0].Shape.Equals(before.Shape);
        var own = _graph.Variables.Where(variable => variable.Name.StartsWith($"{path}.", StringComparison.Ordinal)).ToArray();
        var last = _graph.Nodes.Last(n => n.Path == path || n.Path.StartsWith($"{path}.", StringComparison.Ordinal)).Outputs[0].Shape;
        return own.All(variable => variable.Shape.Rank < 2) && (last.Equals(before.Shape) || _blocks.At(path) is Flatten);
    }

    /// <summary>The type of a module, with the size of a convolution's kernel.</summary>
    private string Title(string path)
    {
        var name = _blocks.At(path).GetType().Name.Split('`')[0];
        var weight = _graph.Variables.FirstOrDefault(variable => variable.Name == $"{path}.weight");
        return weight is { Shape.Rank: > 2 } ? $"{name} {string.Join(" × ", weight.Shape.Skip(2))}" : name;
    }

    /// <summary>Counts each trainable variable where it is read first.</summary>
    private void Count()
    {
        foreach (var variable in _graph.Variables.Where(variable => variable.IsTrainable))
        {
            var end = variable.Name.LastIndexOf('.');
            var layer = end > 0 && _blocks.Of(variable.Name[..end]) is { } path ? _ofPath.GetValueOrDefault(path) : null;
            layer ??= _graph.Nodes.Where(n => n.Inputs.OfType<VariableValue>().Any(v => v.Variable == variable))
                .SelectMany(n => n.Outputs).Select(_from.GetValueOrDefault).FirstOrDefault(found => found is not null);
            if (layer is not null) layer.Parameters += variable.Shape.ElementCount;
        }
    }

    private List<DrawnLayer> Folded()
    {
        var (shown, last) = (new List<DrawnLayer>(), _from[_model.Output]);
        foreach (var layer in _layers)
        {
            if (shown.Count > 0 && layer.Repeats(shown[^1]) && _layers.Count(other => other.From.Contains(shown[^1])) == 1)
            {
                shown[^1].Times += layer.Times;
                shown[^1].Parameters += layer.Parameters;
                foreach (var other in _layers) other.From = [.. other.From.Select(from => from == layer ? shown[^1] : from)];
                if (last == layer) last = shown[^1];
            }
            else
                shown.Add(layer);
        }

        shown.AddRange(Outputs(last));
        return shown;
    }

    /// <summary>A box for each target, or one for all if they are many.</summary>
    private IEnumerable<DrawnLayer> Outputs(DrawnLayer last)
    {
        const int most = 3;
        Target[] targets = _model is DataModel data ? [.. data.Targets] : [_model.Target];
        return targets.Length > most
            ? [new(Invariant($"{targets.Length} targets"), null, last) { IsEnd = true, Text = string.Join(", ", targets.Select(Name)) }]
            : targets.Select(target => new DrawnLayer(Name(target), null, last) { IsEnd = true, Text = Kind(target) });

        static string Name(Target target) => target.Name.Length > 0 ? target.Name : "output";

        string Kind(Target target) => target.Classes.Count > 0 ? Invariant($"{target.Classes.Count} classes")
            : target.Task == ModelTask.Regression ? "number"
            : string.Join(" × ", _model.Output.Shape.Skip(1));
    }
}
