namespace OnnxTrain;

/// <summary>Runs the graphs of one training. It may keep the variables in its own memory between steps.</summary>
internal interface IStepEngine : IDisposable
{
    /// <summary>Prepares a graph: a training step, or one that only accumulates gradients.</summary>
    IStepPlans Prepare(Graph graph);

    /// <summary>Copies the variables from the library's memory to the engine's.</summary>
    void Upload();

    /// <summary>Copies the variables from the engine's memory back to the library's.</summary>
    void Download();
}
