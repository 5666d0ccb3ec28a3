namespace OnnxTrain;

/// <summary>
/// A cache of plans for recent sizes, with least-recently-used eviction. It keeps at least eight plans, and more while they are small, as
/// they often are for rows of many sizes.
/// </summary>
/// <param name="make">Creates a plan for the given lengths of named axes.</param>
/// <param name="bytes">The memory of a plan; null to keep only eight.</param>
internal sealed class RecentPlans<TPlan>(Func<IReadOnlyDictionary<string, long>, TPlan> make, Func<TPlan, long>? bytes = null) : IDisposable
    where TPlan : IDisposable
{
    /// <summary>The number of plans that are kept regardless of their memory.</summary>
    private const int Fewest = 8;

    /// <summary>The maximum number of plans, which bounds the time of a search.</summary>
    private const int Most = 128;

    /// <summary>The memory limit of plans beyond the fewest.</summary>
    private const long MostBytes = 1L << 29;

    private readonly List<(IReadOnlyDictionary<string, long> Axes, TPlan Plan, long Bytes)> _plans = [];

    /// <summary>The plan for the given lengths.</summary>
    public TPlan For(IReadOnlyDictionary<string, long> axes)
    {
        var at = Find(axes);
        if (at == _plans.Count - 1 && at >= 0) return _plans[at].Plan;
        var entry = at >= 0 ? _plans[at] : New(new Dictionary<string, long>(axes));
        if (at >= 0) _plans.RemoveAt(at);
        _plans.Add(entry);
        if (at < 0) DropOld();
        return entry.Plan;
    }

    public void Dispose()
    {
        foreach (var (_, plan, _) in _plans) plan.Dispose();
        _plans.Clear();
    }

    private (IReadOnlyDictionary<string, long> Axes, TPlan Plan, long Bytes) New(Dictionary<string, long> axes)
    {
        var plan = make(axes);
        return (axes, plan, bytes?.Invoke(plan) ?? 0);
    }

    private void DropOld()
    {
        while (_plans.Count > Fewest && (bytes is null || _plans.Count > Most || _plans.Sum(p => p.Bytes) > MostBytes))
        {
            _plans[0].Plan.Dispose();
            _plans.RemoveAt(0);
        }
    }

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
