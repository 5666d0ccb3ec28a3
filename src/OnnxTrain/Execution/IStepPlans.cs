namespace OnnxTrain;

/// <summary>The plans of one graph, one for each set of sizes in use.</summary>
internal interface IStepPlans : IDisposable
{
    /// <summary>The plan for the given lengths of the graph's named axes. It is valid until the next call with other lengths.</summary>
    IStepPlan For(IReadOnlyDictionary<string, long> axes);
}
