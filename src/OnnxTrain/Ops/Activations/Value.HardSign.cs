namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// 1 where x ≥ 0, else −1: the step function of bipolar units, as in Hopfield networks (1982); unlike <see cref="Sign"/> it is never 0.
    /// Its gradient is 0, so layers before it are not trained.
    /// </summary>
    public Value HardSign() => Where(this >= 0, Number(1), Number(-1));
}
