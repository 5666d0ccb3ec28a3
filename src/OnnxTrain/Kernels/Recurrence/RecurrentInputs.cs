namespace OnnxTrain.Kernels;

/// <summary>What a recurrence reads. Empty blocks stand for biases that it does not have.</summary>
/// <param name="X">[batch, time, inputs].</param>
/// <param name="InputWeight">W [gates · units, inputs].</param>
/// <param name="HiddenWeight">U [gates · units, units].</param>
/// <param name="InputBias">[gates · units].</param>
/// <param name="HiddenBias">[gates · units].</param>
/// <param name="Hidden">h before the first step, [batch, units].</param>
/// <param name="Cell">c before the first step, [batch, units].</param>
internal readonly record struct RecurrentInputs<T>(
    Block<T> X, Block<T> InputWeight, Block<T> HiddenWeight, Block<T> InputBias, Block<T> HiddenBias, Block<T> Hidden, Block<T> Cell)
    where T : unmanaged;
