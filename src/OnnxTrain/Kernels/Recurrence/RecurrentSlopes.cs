namespace OnnxTrain.Kernels;

/// <summary>The gradients of the outputs of a recurrence, which are given, and of its inputs, which are computed.</summary>
/// <param name="Y">dL/dy, [batch, time, units].</param>
/// <param name="LastHidden">dL/dh after the last step.</param>
/// <param name="LastCell">dL/dc after the last step.</param>
/// <param name="Inputs">dL/dx, dL/dW, dL/dU, dL/db …, dL/dh and dL/dc before the first step.</param>
internal readonly record struct RecurrentSlopes<T>(Block<T> Y, Block<T> LastHidden, Block<T> LastCell, RecurrentInputs<T> Inputs)
    where T : unmanaged;
