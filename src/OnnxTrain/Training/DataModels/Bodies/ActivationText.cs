namespace OnnxTrain;

/// <summary>The names of activations in words: <c>leaky-relu</c>.</summary>
internal static class ActivationText
{
    public static string Text(this Activation activation) => activation switch
    {
        Activation.LeakyRelu => "leaky-relu",
        Activation.HardSigmoid => "hard-sigmoid",
        Activation.HardSwish => "hard-swish",
        _ => activation.ToString().ToLowerInvariant(),
    };
}
