namespace OnnxTrain;

/// <summary>
/// Simple recurrent layers over sequences [batch, time, features] (Elman, 1990): h' = f(W x + U h + b) with f = tanh or ReLU. As <c>RNN</c>
/// of PyTorch with <c>batch_first=True</c>, whose weights fit.
/// </summary>
/// <param name="inputSize">The number of features.</param>
/// <param name="hiddenSize">The number of units of each layer and direction.</param>
/// <param name="layers">The number of layers; each takes the outputs of the one before.</param>
/// <param name="bidirectional">Whether each layer also reads rows from their ends; its outputs are those of both directions side by
/// side.</param>
/// <param name="dropout">The dropout rate of the inputs of layers after the first.</param>
/// <param name="bias">Whether both products have a bias.</param>
/// <param name="activation">f.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the rate is outside [0, 1).</exception>
public sealed class Rnn(
    int inputSize, int hiddenSize, int layers = 1, bool bidirectional = false, double dropout = 0, bool bias = true,
    RnnActivation activation = RnnActivation.Tanh)
    : RecurrentLayer(gates: 1, states: 1, inputSize, hiddenSize, layers, bidirectional, dropout, bias)
{
    /// <summary>
    /// The outputs of the last layer and the state after the last step, as a child of the module whose <c>Forward</c> is running.
    /// </summary>
    /// <param name="x">The input, [batch, time, features].</param>
    /// <param name="lengths">The number of steps of each row, int64 [batch], from 0 to time; all if null. From its length on, the outputs
    /// of a row are 0 and its state stays; in reverse it begins at its own end.</param>
    /// <param name="hidden">h before the first step, [layers · directions, batch, units]; zeros if null.</param>
    /// <returns>Outputs [batch, time, directions · units], and h after the last step, [layers · directions, batch, units].</returns>
    /// <exception cref="ShapeException">A value has another shape or type.</exception>
    public (Value Output, Value Hidden) Run(Value x, Value? lengths = null, Value? hidden = null)
    {
        var (output, states) = Run(x, lengths, [hidden]);
        return (output, states[0]);
    }

    private protected override RecurrenceOp Operator(bool isReverse, bool hasLengths) =>
        new RnnOp(activation == RnnActivation.Relu, isReverse, HasBias, hasLengths);
}
