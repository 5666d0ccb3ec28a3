namespace OnnxTrain;

public partial class Value
{
    /// <summary>x/6 + ½ of each element, clipped to 0 … 1, as in PyTorch; in ONNX and Keras the default slope is 0.2.</summary>
    public Value HardSigmoid() => ((this / 6) + 0.5).Clip(0, 1);
}
