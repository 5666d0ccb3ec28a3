namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// x · min(max(x/6 + ½, 0), 1) of each element: a swish without exponentials (Howard et al., 2019, "Searching for MobileNetV3").
    /// </summary>
    public Value HardSwish() => this * HardSigmoid();
}
