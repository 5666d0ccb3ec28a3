using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Runs plans directly on the variables' memory.</summary>
internal sealed class NativeBackend : TrainingBackend
{
    public override string Name => "native";

    internal override IStepEngine Start(VariableBlock parameters, StepState state) => new Engine(state);

    private sealed class Engine(StepState state) : IStepEngine
    {
        public IStepPlans Prepare(Graph graph) => new PlanCache(graph, state);

        public void Upload()
        {
        }

        public void Download()
        {
        }

        public void Dispose()
        {
        }
    }
}
