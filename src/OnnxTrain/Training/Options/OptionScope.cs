namespace OnnxTrain;

/// <summary>What a training option changes.</summary>
internal enum OptionScope
{
    /// <summary>The numbers of a run; part of its identity.</summary>
    Numbers,

    /// <summary>The graph of the step, whose text is part of a run's identity.</summary>
    Graph,

    /// <summary>When a run ends, what it reports, and where it runs; may differ when a run is resumed.</summary>
    Course,
}
