namespace OnnxTrain;

/// <summary>
/// Layers of long short-term memory over sequences [batch, time, features] (Hochreiter and Schmidhuber, 1997): i, f, o = σ(W x + U h + b),
/// g = tanh(W x + U h + b), c' = f · c + i · g, h' = o · tanh c'. As <c>LSTM</c> of PyTorch with <c>batch_first=True</c>, whose weights
/// fit: their gates are in the order i, f, g, o.
/// </summary>
/// <param name="inputSize">The number of features.</param>
/// <param name="hiddenSize">The number of units of each layer and direction.</param>
/// <param name="layers">The number of layers; each takes the outputs of the one before.</param>
/// <param name="bidirectional">Whether each layer also reads rows from their ends; its outputs are those of both directions side by
/// side.</param>
/// <param name="dropout">The dropout rate of the inputs of layers after the first.</param>
/// <param name="bias">Whether both products have a bias.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the rate is outside [0, 1).</exception>
public sealed class Lstm(int inputSize, int hiddenSize, int layers = 1, bool bidirectional = false, double dropout = 0, bool bias = true)
    : RecurrentLayer(gates: 4, states: 2, inputSize, hiddenSize, layers, bidirectional, dropout, bias)
{
    /// <summary>
    /// The outputs of the last layer and the states after the last step, as a child of the module whose <c>Forward</c> is running.
    /// </summary>
    /// <param name="x">The input, [batch, time, features].</param>
    /// <param name="lengths">The number of steps of each row, int64 [batch], from 0 to time; all if null. From its length on, the outputs
    /// of a row are 0 and its states stay; in reverse it begins at its own end.</param>
    /// <param name="hidden">h before the first step, [layers · directions, batch, units]; zeros if null.</param>
    /// <param name="cell">c before the first step, of the same shape; zeros if null.</param>
    /// <returns>Outputs [batch, time, directions · units], and h and c after the last step, [layers · directions, batch, units].</returns>
    /// <exception cref="ShapeException">A value has another shape or type.</exception>
    public (Value Output, Value Hidden, Value Cell) Run(Value x, Value? lengths = null, Value? hidden = null, Value? cell = null)
    {
        var (output, states) = Run(x, lengths, [hidden, cell]);
        return (output, states[0], states[1]);
    }

    private protected override RecurrenceOp Operator(bool isReverse, bool hasLengths) => new LstmOp(isReverse, HasBias, hasLengths);
}
