namespace OnnxTrain;

/// <summary>What runs the graphs of one training. It may keep the variables in memory of its own between steps.</summary>
internal interface IStepEngine : IDisposable
{
    /// <summary>Makes a graph ready: a step, or one that only adds up gradients.</summary>
    IStepPlans Prepare(Graph graph);

    /// <summary>Takes the variables as they are in the library's memory.</summary>
    void Upload();

    /// <summary>Puts the variables as the steps left them into the library's memory.</summary>
    void Download();
}
