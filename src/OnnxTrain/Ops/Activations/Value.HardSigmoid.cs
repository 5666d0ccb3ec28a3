namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// x/6 + ½ of each element, held between 0 and 1: PyTorch's form; that of ONNX and Keras has the slope 0.2 unless told otherwise.
    /// </summary>
    public Value HardSigmoid() => ((this / 6) + 0.5).Clip(0, 1);
}
