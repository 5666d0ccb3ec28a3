using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// A long short-term memory: i, f, o = σ(W x + U h + b), g = tanh(W x + U h + b), c' = f · c + i · g, h' = o · tanh c' (Hochreiter and
/// Schmidhuber, 1997; Gers, Schmidhuber and Cummins, 2000). The gates of the weights are in the order i, f, g, o.
/// </summary>
internal sealed record LstmOp(bool IsReverse, bool HasBias, bool HasLengths, bool Saves = true)
    : RecurrenceOp(IsReverse, HasBias, HasLengths, Saves)
{
    public override int Gates => LstmCell<float>.Gates;

    public override int States => 2;

    protected override int SavedWidth => SavedSteps<float, LstmCell<float>>.Width;

    protected override string OnnxName => "LSTM";

    /// <summary>i, o, f, g.</summary>
    protected override int[] OnnxGates => [0, 3, 1, 2];

    public override Action BindGradient<T>(Binding binding) => BindBackward<T, LstmCell<T>>(binding);

    protected override Action Bind<T>(Binding binding) => BindForward<T, LstmCell<T>>(binding);

    protected override (Value Output, Value[] States) Cell(Value input, Value product, Value[] states)
    {
        var gates = (input + product).Chunk(4, 1);
        var c = (gates[1].Sigmoid() * states[1]) + (gates[0].Sigmoid() * gates[2].Tanh());
        var h = gates[3].Sigmoid() * c.Tanh();
        return (h, [h, c]);
    }
}
