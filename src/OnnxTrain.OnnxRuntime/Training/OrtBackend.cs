using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Training steps in ONNX Runtime: the step is written as an ONNX graph of standard operators, as <see cref="TrainingExport"/> writes it,
/// and run on the chosen device.
/// Variables stay in the device's memory from step to step: the outputs of one are the inputs of the next. The library's memory has them
/// after each epoch and at each checkpoint.
/// </summary>
/// <param name="provider">What computes.</param>
public sealed class OrtBackend(ExecutionProvider provider = ExecutionProvider.Cpu) : TrainingBackend
{
    /// <summary>What computes.</summary>
    public ExecutionProvider Provider => provider;

    /// <inheritdoc/>
    public override string Name => provider == ExecutionProvider.Cuda ? "ort-cuda" : "ort-cpu";

    internal override IStepEngine Start(VariableBlock parameters, StepState state) => new OrtEngine(provider, parameters, state);
}
