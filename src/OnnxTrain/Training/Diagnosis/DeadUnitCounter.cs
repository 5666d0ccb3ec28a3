using System.Numerics;

namespace OnnxTrain;

/// <summary>Counts hidden units that are zero for every row, in the model in inference mode.</summary>
internal sealed class DeadUnitCounter<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>More rows say little more about a unit; of a larger data set every n-th row is used.</summary>
    private const int MostRows = 4096;

    private readonly (string Name, Value Largest)[] _activations;
    private readonly RowRunner<T>? _runner;
    private (IRowSource Of, IRowSource Rows)? _sample;

    /// <param name="model">The model.</param>
    /// <param name="engine">The engine that computes; null for the library's own kernels.</param>
    public DeadUnitCounter(Model model, IStepEngine? engine = null)
    {
        var rows = model.Features[0].Shape[0];
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        _activations =
        [
            .. new Graph(model.Features, [model.InferenceOutput]).Nodes
                .Where(node => node.Op is ReluOp or ClipOp { Low: 0 } && IsPerRow(node.Outputs[0].Shape, rows))
                .Select(node => (Name(node, names), node.Outputs[0].Abs().Max(NamedAxes(node.Outputs[0].Shape)))),
        ];
        if (_activations.Length > 0) _runner = new(model, new(model.Features, [.. _activations.Select(a => a.Largest)]), engine);
    }

    public IReadOnlyList<UnitDiagnosis> Count(IRowSource data)
    {
        if (_runner is null) return [];
        var rows = SampleOf(data);
        var isAlive = Array.ConvertAll(_activations, a => new bool[a.Largest.Shape.ElementCount]);
        _runner.Run(rows, RowsAtOnce.Most, (plan, _) =>
        {
            for (var a = 0; a < isAlive.Length; a++)
            {
                var largest = plan.Elements<T>(_activations[a].Largest);
                for (var unit = 0; unit < largest.Length; unit++) isAlive[a][unit] |= largest[unit] != T.Zero;
            }
        });
        return [.. _activations.Select((a, i) => new UnitDiagnosis(a.Name, isAlive[i].Length, isAlive[i].Count(alive => !alive)))];
    }

    public void Dispose() => _runner?.Dispose();

    private static bool IsPerRow(Shape shape, Dimension rows) =>
        shape.Rank > 1 && shape[0] == rows && shape.Skip(1).Any(d => d.IsFixed);

    /// <summary>Rows, and positions whose number differs from row to row: a unit is one of what is left, such as a channel.</summary>
    private static int[] NamedAxes(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Where(axis => !shape[axis].IsFixed)];

    private static string Name(Node node, Dictionary<string, int> names)
    {
        var name = node.Path.Length > 0 ? node.Path : node.Op.Name;
        var number = names[name] = names.GetValueOrDefault(name) + 1;
        return number == 1 ? name : Invariant($"{name} ({number})");
    }

    private IRowSource SampleOf(IRowSource data)
    {
        var count = RowRoles.RequireCount(data);
        if (count <= MostRows) return data;
        if (_sample?.Of != data)
            _sample = (data, data.Select([.. Enumerable.Range(0, MostRows).Select(i => (long)i * count / MostRows)]));
        return _sample.Value.Rows;
    }
}
