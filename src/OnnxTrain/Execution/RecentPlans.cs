namespace OnnxTrain;

/// <summary>A cache of plans for recent sizes, with least-recently-used eviction.</summary>
/// <param name="make">Creates a plan for the given lengths of named axes.</param>
internal sealed class RecentPlans<TPlan>(Func<IReadOnlyDictionary<string, long>, TPlan> make) : IDisposable
    where TPlan : IDisposable
{
    private const int Capacity = 8;

    private readonly List<(IReadOnlyDictionary<string, long> Axes, TPlan Plan)> _plans = [];

    /// <summary>The plan for the given lengths.</summary>
    public TPlan For(IReadOnlyDictionary<string, long> axes)
    {
        var at = Find(axes);
        if (at == _plans.Count - 1 && at >= 0) return _plans[at].Plan;
        var entry = at >= 0 ? _plans[at] : New(new Dictionary<string, long>(axes));
        if (at >= 0) _plans.RemoveAt(at);
        if (_plans.Count == Capacity)
        {
            _plans[0].Plan.Dispose();
            _plans.RemoveAt(0);
        }

        _plans.Add(entry);
        return entry.Plan;
    }

    public void Dispose()
    {
        foreach (var (_, plan) in _plans) plan.Dispose();
        _plans.Clear();
    }

    private (IReadOnlyDictionary<string, long> Axes, TPlan Plan) New(Dictionary<string, long> axes) => (axes, make(axes));

    private int Find(IReadOnlyDictionary<string, long> axes)
    {
        for (var i = _plans.Count - 1; i >= 0; i--)
        {
            if (Matches(_plans[i].Axes, axes)) return i;
        }

        return -1;
    }

    private static bool Matches(IReadOnlyDictionary<string, long> left, IReadOnlyDictionary<string, long> right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (axis, length) in left)
        {
            if (!right.TryGetValue(axis, out var other) || other != length) return false;
        }

        return true;
    }
}
