namespace OnnxTrain;

/// <summary>
/// Which modules of a network are drawn as one box: those without modules inside, and those inside of which values take several ways, such
/// as the blocks of a residual network. The modules of others are drawn one by one.
/// </summary>
internal sealed class NetworkBlocks
{
    private readonly IReadOnlyDictionary<string, object> _modules;
    private readonly HashSet<string> _containers = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _branching = [];

    public NetworkBlocks(IReadOnlyDictionary<string, object> modules, Graph graph)
    {
        _modules = modules;
        foreach (var path in modules.Keys)
        {
            foreach (var outer in Outer(path).SkipLast(1)) _containers.Add(outer);
        }

        var users = graph.Nodes
            .SelectMany(node => node.Inputs.Distinct(), (node, input) => (node, input))
            .ToLookup(use => use.input, use => use.node);
        foreach (var value in graph.Feeds.Concat(graph.Nodes.SelectMany(node => node.Outputs)))
        {
            var paths = users[value].ToArray();
            if (paths.Length < 2 || value is VariableValue) continue;
            foreach (var container in Outer(paths[0].Path).Where(_containers.Contains))
            {
                if (paths.Where(node => IsWithin(node.Path, container)).Select(node => PartOf(node, container)).Distinct().Count() > 1)
                    _branching.Add(modules[container].GetType());
            }
        }
    }

    /// <summary>The path of the outermost module that holds a node and is drawn as one box; null if the node is drawn by itself.</summary>
    public string? Of(string path) => Outer(path).FirstOrDefault(outer => !_containers.Contains(outer) || IsBlock(outer));

    /// <summary>The module at a path.</summary>
    public object At(string path) => _modules[path];

    /// <summary>Whether a module is a block of others.</summary>
    public bool IsBlock(string path) => _containers.Contains(path) && _branching.Contains(_modules[path].GetType());

    private static bool IsWithin(string path, string container) =>
        path == container || path.StartsWith($"{container}.", StringComparison.Ordinal);

    /// <summary>The modules below the root that hold a path, from the outermost to the innermost. Names may hold dots.</summary>
    private IEnumerable<string> Outer(string path)
    {
        for (var end = path.IndexOf('.', StringComparison.Ordinal); ; end = path.IndexOf('.', end + 1))
        {
            var outer = end < 0 ? path : path[..end];
            if (outer.Length > 0 && _modules.ContainsKey(outer)) yield return outer;
            if (end < 0) yield break;
        }
    }

    /// <summary>The child of a module that a node is in, or the node itself.</summary>
    private object PartOf(Node node, string container) =>
        Outer(node.Path).FirstOrDefault(outer => outer.Length > container.Length) ?? (object)node;
}
