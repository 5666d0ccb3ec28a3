namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// 1 where x ≥ 0, else −1: the step of two-valued units, as in Hopfield's networks (1982), never 0 as <see cref="Sign"/> is. Its
    /// gradient is 0, so nothing below it learns.
    /// </summary>
    public Value HardSign() => Where(this >= 0, Number(1), Number(-1));
}
