namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// 1 where x ≥ 0, else 0: the step function of McCulloch and Pitts (1943) and of Rosenblatt's perceptron (1958). Its gradient is 0, so
    /// layers before it are not trained.
    /// </summary>
    public Value HardThreshold() => Where(this >= 0, Number(1), Number(0));
}
