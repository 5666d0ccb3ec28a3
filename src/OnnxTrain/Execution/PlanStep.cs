namespace OnnxTrain;

/// <summary>One step of a plan: an operator, a fused loop, or a copy into a variable.</summary>
internal sealed class PlanStep(Action action)
{
    public Action Action => action;

    /// <summary>The nodes that it computes, in order; empty for a copy.</summary>
    public IReadOnlyList<Node> Nodes { get; init; } = [];

    /// <summary>The variable whose new value is copied; null for operators.</summary>
    public Variable? Target { get; init; }

    /// <summary>Time spent in profiled runs, in ticks of the <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long Ticks { get; set; }
}
