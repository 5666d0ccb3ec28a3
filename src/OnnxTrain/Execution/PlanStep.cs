namespace OnnxTrain;

/// <summary>What a plan does at once: an operator, neighbours that run as one loop, or a copy into a variable.</summary>
internal sealed class PlanStep(Action action)
{
    public Action Action => action;

    /// <summary>The nodes that it computes, in their order; none for a copy.</summary>
    public IReadOnlyList<Node> Nodes { get; init; } = [];

    /// <summary>The variable whose new value is copied; null for operators.</summary>
    public Variable? Target { get; init; }

    /// <summary>Time spent in profiled runs, in ticks of the <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long Ticks { get; set; }
}
